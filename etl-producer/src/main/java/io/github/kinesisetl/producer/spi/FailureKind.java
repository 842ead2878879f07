// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

/** What a failure of a service is about, and so what to do about it. */
public enum FailureKind {
  /**
   * The service refuses the item, whoever sends it and whenever: too large, malformed, in conflict
   * with what is stored. Sending it again cannot help; its neighbours may be fine.
   */
  ITEM_REFUSED,
  /**
   * The service refuses the account or what is configured: denied, no such stream, table, queue or
   * bucket, a disabled key. Every item fails alike until somebody changes that.
   */
  ACCOUNT_REFUSED,
  /** Over a rate: send again, more slowly. */
  THROTTLED,
  /** Send again after a while. */
  TRANSIENT;

  /**
   * Whether sending the same again fails again, as far as the sender can tell.
   *
   * @return true for what is refused
   */
  public boolean isPermanent() {
    return this == ITEM_REFUSED || this == ACCOUNT_REFUSED;
  }
}
