// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads our ids back. */
final class AggregateIdsReader {

  private AggregateIdsReader() {}

  /**
   * Reads ids.
   *
   * @param maxPositions most positions that are of use, so that a list costs no more memory
   */
  static AggregateIds read(ProtobufReader message, int maxPositions)
      throws MalformedFrameException {
    long epoch = 0;
    long number = -1;
    int[] positions = null;
    while (message.next()) {
      if (message.isAt(KplFormat.IDS_EPOCH, KplFormat.FIXED64)) {
        epoch = message.fixed64();
      } else if (message.isAt(KplFormat.IDS_NUMBER, KplFormat.VARINT)) {
        number = message.varint();
      } else if (message.isAt(KplFormat.IDS_POSITIONS, KplFormat.LENGTH_DELIMITED)) {
        positions = positions(message.message(), maxPositions);
      } else {
        message.skip();
      }
    }
    return ids(epoch, number, positions);
  }

  private static AggregateIds ids(long epoch, long number, int @Nullable [] positions)
      throws MalformedFrameException {
    if (number < 0) {
      throw malformed();
    }
    return positions == null
        ? AggregateIds.fresh(epoch, number)
        : AggregateIds.kept(epoch, number, positions);
  }

  private static int[] positions(ProtobufReader gaps, int most) throws MalformedFrameException {
    int[] positions = new int[Math.min(gaps.remaining(), most)];
    int count = 0;
    long previous = -1;
    while (gaps.remaining() > 0) {
      if (count == most) {
        throw malformed();
      }
      long gap = gaps.varint();
      previous += gap + 1;
      if (gap < 0 || gap > Integer.MAX_VALUE || previous > Integer.MAX_VALUE) {
        throw malformed();
      }
      positions[count++] = (int) previous;
    }
    return Arrays.copyOf(positions, count);
  }

  private static MalformedFrameException malformed() {
    return new MalformedFrameException(Reason.MALFORMED, "the ids of an aggregate are broken");
  }
}
