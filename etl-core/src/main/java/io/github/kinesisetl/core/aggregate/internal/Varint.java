// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.RecordBuffer;

/** Writes protobuf's base-128 numbers. */
public final class Varint {

  /** The most bytes that a number from 0 to the largest int takes. */
  public static final int MAX_INT_BYTES = 5;

  private Varint() {}

  /**
   * Writes a number.
   *
   * @param out where to
   * @param value any number; a negative one takes ten bytes
   */
  public static void write(RecordBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /**
   * How long a number is when it is written.
   *
   * @param value any number
   * @return 1 to 10 bytes
   */
  public static int sizeBytes(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }
}
