// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A delivery of a batch that marks entries as its own while it works on them.
 *
 * @param id tells the delivery from all others, those of the same batch too
 * @param shardId the shard that the entries lie on; empty if not known
 * @param lease how long a mark holds if nobody ends it, more than 0: until then the delivery must
 *     be over, however it ends. A store shortens it to the longest that it allows
 */
public record MarkOwner(String id, String shardId, Duration lease) {

  /** Checks that all is there. */
  public MarkOwner {
    requireNonNull(id, "id");
    requireNonNull(shardId, "shardId");
    if (lease.isZero() || lease.isNegative()) {
      throw new IllegalArgumentException("lease must be more than 0, but is " + lease);
    }
  }
}
