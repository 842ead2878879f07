// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.limit;

import java.time.Duration;
import java.util.Set;

/**
 * How an account behaves.
 *
 * @param region the region in its ARNs
 * @param limits what is kept as in AWS
 * @param shardQuota open shards of the account, if {@link Limit#ACCOUNT_SHARDS} is kept
 * @param maxStoredBytes what all streams together may keep; beyond it the oldest entries go
 * @param transition how long a stream stays CREATING, UPDATING or DELETING
 */
public record AccountOptions(
    String region, Set<Limit> limits, int shardQuota, long maxStoredBytes, Duration transition) {

  /** Copies the limits. */
  public AccountOptions {
    limits = Set.copyOf(limits);
  }

  /**
   * Tells whether a limit is kept.
   *
   * @param limit the limit
   * @return whether it is kept as in AWS
   */
  public boolean keeps(Limit limit) {
    return limits.contains(limit);
  }
}
