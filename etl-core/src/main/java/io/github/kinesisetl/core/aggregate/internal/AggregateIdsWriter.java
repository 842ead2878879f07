// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.RecordBuffer;

/** Writes our ids as a field that other readers of the format skip. */
public final class AggregateIdsWriter {

  /** Tag and length, epoch with tag, number with tag; kept positions come on top. */
  public static final int MAX_BYTES = 3 + 9 + 11;

  private AggregateIdsWriter() {}

  /**
   * Appends the ids as a field of the aggregate's message.
   *
   * @param out the message
   * @param ids the ids
   */
  public static void write(RecordBuffer out, AggregateIds ids) {
    var message = new RecordBuffer(MAX_BYTES);
    Varint.write(message, KplFormat.tag(KplFormat.IDS_EPOCH, KplFormat.FIXED64));
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      message.write((int) (ids.producerEpoch() >>> shift));
    }
    Varint.write(message, KplFormat.tag(KplFormat.IDS_NUMBER, KplFormat.VARINT));
    Varint.write(message, ids.number());
    int[] positions = ids.positions();
    if (positions != null) {
      delimited(message, KplFormat.IDS_POSITIONS, gaps(positions));
    }
    delimited(out, KplFormat.IDS, message);
  }

  private static RecordBuffer gaps(int[] positions) {
    var gaps = new RecordBuffer(positions.length + 4);
    int previous = -1;
    for (int position : positions) {
      Varint.write(gaps, position - previous - 1);
      previous = position;
    }
    return gaps;
  }

  private static void delimited(RecordBuffer out, int field, RecordBuffer content) {
    Varint.write(out, KplFormat.tag(field, KplFormat.LENGTH_DELIMITED));
    Varint.write(out, content.sizeBytes());
    out.write(content.array(), 0, content.sizeBytes());
  }
}
