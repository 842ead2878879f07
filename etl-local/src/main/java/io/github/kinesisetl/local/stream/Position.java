// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.PositionType;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where in a shard reading starts.
 *
 * @param type the kind of place
 * @param sequenceNumber for the two kinds that need one, else null
 * @param timestamp for {@link PositionType#AT_TIMESTAMP}, else null
 */
public record Position(
    PositionType type, @Nullable String sequenceNumber, @Nullable Instant timestamp) {

  /** Finds the place; entries that were trimmed since are skipped by whoever reads. */
  long in(Shard shard, long nowMillis) {
    return switch (type) {
      case TRIM_HORIZON -> shard.log().first();
      case LATEST -> shard.log().next();
      case AT_TIMESTAMP -> shard.log().firstAtOrAfter(checkedTimestamp(nowMillis));
      case AT_SEQUENCE_NUMBER -> bySequenceNumber(shard);
      case AFTER_SEQUENCE_NUMBER -> Math.min(bySequenceNumber(shard) + 1, shard.log().next());
    };
  }

  private long checkedTimestamp(long nowMillis) {
    if (timestamp == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("Timestamp must be given with %s", type);
    }
    if (timestamp.toEpochMilli() > nowMillis) {
      throw ErrorCode.INVALID_ARGUMENT.error("Timestamp must not be in the future");
    }
    return timestamp.toEpochMilli();
  }

  private long bySequenceNumber(Shard shard) {
    if (sequenceNumber == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("StartingSequenceNumber must be given with %s", type);
    }
    OptionalLong position = shard.numbers().positionOf(sequenceNumber);
    boolean isEnd = position.isPresent() && position.getAsLong() == Long.MAX_VALUE;
    if (isEnd && !shard.isOpen()) {
      return shard.log().next();
    }
    if (position.isEmpty() || position.getAsLong() >= shard.log().next()) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "StartingSequenceNumber did not come from %s of this stream", shard.id());
    }
    return position.getAsLong();
  }
}
