// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The account's commitment to a minimum throughput. It is kept, and nothing follows from it.
 *
 * @param enabled whether it is in force
 * @param startedAt since when, or null if it never was
 * @param endedAt until when, or null if it has not ended
 */
public record BillingCommitment(
    boolean enabled, @Nullable Instant startedAt, @Nullable Instant endedAt) {

  /** What an account has that never committed itself. */
  public static final BillingCommitment NONE = new BillingCommitment(false, null, null);

  /**
   * Enters a commitment or ends it.
   *
   * @param wanted whether it is to be in force
   * @param now the time of the change
   * @return the commitment from now on; this one if nothing changes
   */
  public BillingCommitment change(boolean wanted, Instant now) {
    if (wanted == enabled) {
      return this;
    }
    return wanted
        ? new BillingCommitment(true, now, null)
        : new BillingCommitment(false, startedAt, now);
  }
}
