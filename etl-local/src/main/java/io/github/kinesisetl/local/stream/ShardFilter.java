// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which shards of a stream to list.
 *
 * @param type the kind of filter
 * @param shardId for {@link Type#AFTER_SHARD_ID}, else null
 * @param timestamp for the two kinds with a timestamp, else null
 */
public record ShardFilter(Type type, @Nullable String shardId, @Nullable Instant timestamp) {

  /** Every shard that has entries within the retention. */
  public static final ShardFilter ALL = new ShardFilter(Type.FROM_TRIM_HORIZON, null, null);

  /** The kinds of filter. */
  public enum Type {
    /** Shards behind one in the order of their ids. */
    AFTER_SHARD_ID,
    /** Shards that were open when the oldest kept entry came. */
    AT_TRIM_HORIZON,
    /** Shards open then or later. */
    FROM_TRIM_HORIZON,
    /** Shards that are open now. */
    AT_LATEST,
    /** Shards that were open at a time. */
    AT_TIMESTAMP,
    /** Shards open at a time or later. */
    FROM_TIMESTAMP
  }

  /** Checks that what the kind needs is there. */
  public ShardFilter {
    if (type == Type.AFTER_SHARD_ID && shardId == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("ShardId must be given with %s", type);
    }
    boolean byTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
    if (byTime && timestamp == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("Timestamp must be given with %s", type);
    }
  }

  boolean accepts(Shard shard, long horizonMillis) {
    return switch (type) {
      case AFTER_SHARD_ID -> shardId != null && shard.id().compareTo(shardId) > 0;
      case AT_TRIM_HORIZON -> shard.wasOpenAt(horizonMillis);
      case FROM_TRIM_HORIZON -> shard.wasOpenSince(horizonMillis);
      case AT_LATEST -> shard.isOpen();
      case AT_TIMESTAMP -> shard.wasOpenAt(millis(horizonMillis));
      case FROM_TIMESTAMP -> shard.wasOpenSince(millis(horizonMillis));
    };
  }

  private long millis(long horizonMillis) {
    return timestamp == null ? horizonMillis : Math.max(horizonMillis, timestamp.toEpochMilli());
  }
}
