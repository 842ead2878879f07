// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

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

  static final BillingCommitment NONE = new BillingCommitment(false, null, null);

  BillingCommitment change(boolean wanted, Instant now) {
    if (wanted == enabled) {
      return this;
    }
    return wanted
        ? new BillingCommitment(true, now, null)
        : new BillingCommitment(false, startedAt, now);
  }
}
