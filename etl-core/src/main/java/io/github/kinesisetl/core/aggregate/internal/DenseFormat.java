// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The constants of the dense aggregate (docs/wire-format.md): magic and version, payloads, and a
 * footer of columns with its length at the very end, so that it is written in one pass.
 */
public final class DenseFormat {

  static final byte[] MAGIC = {(byte) 0xec, (byte) 0x9b, 0x5a, (byte) 0xa2};

  static final int VERSION = 1;

  /** Magic and version. */
  static final int HEADER_BYTES = 5;

  /** The footer's length, at the end. */
  static final int LENGTH_BYTES = 4;

  /** Flag: who wrote this puts misplaced records again after a reshard. */
  static final int REPEATS_MISPLACED = 1;

  /** Flag: records have hash keys. */
  static final int HASH_KEYS = 2;

  /** Flag: records have ids. */
  static final int IDS = 4;

  /** Flag: the ids' positions are listed. */
  static final int POSITIONS = 8;

  /** Flag: fields follow that readers may skip. */
  static final int FIELDS = 16;

  static final int KNOWN_FLAGS = 31;

  /** Place of a key: it is one of the table. */
  public static final int KEY_OF_TABLE = 0;

  /** Number of a key: the table's next one. */
  public static final int NEXT_KEY = 0;

  /** Number of a hash key: the record has none. */
  public static final int NO_HASH_KEY = 0;

  /** Number of a hash key: the next one. */
  public static final int NEXT_HASH_KEY = 1;

  /** A hash key, big-endian. */
  public static final int HASH_KEY_BYTES = 16;

  /** Flags, count, epoch and number of the ids, length; kept positions come on top. */
  public static final int MAX_FOOTER_OVERHEAD_BYTES = 1 + 5 + 8 + 10 + LENGTH_BYTES;

  private DenseFormat() {}

  /**
   * Begins an aggregate.
   *
   * @param out where to
   */
  public static void writeHeader(RecordBuffer out) {
    out.write(MAGIC);
    out.write(VERSION);
  }

  /**
   * Begins the footer.
   *
   * @param out where to
   * @param hashKeys whether records have hash keys
   * @param ids the records' ids, or null for none
   */
  public static void writeFlags(RecordBuffer out, boolean hashKeys, @Nullable AggregateIds ids) {
    int flags = hashKeys ? HASH_KEYS : 0;
    if (ids != null) {
      flags |= ids.positions() == null ? IDS : IDS | POSITIONS;
    }
    out.write(flags);
  }

  /**
   * Writes a hash key.
   *
   * @param out where to
   * @param hashKey the hash key
   */
  public static void writeHashKey(RecordBuffer out, HashKey hashKey) {
    writeLong(out, hashKey.high());
    writeLong(out, hashKey.low());
  }

  /**
   * Writes ids.
   *
   * @param out where to
   * @param ids the ids
   */
  public static void writeIds(RecordBuffer out, AggregateIds ids) {
    writeLong(out, ids.producerEpoch());
    Varint.write(out, ids.number());
    int[] positions = ids.positions();
    if (positions != null) {
      int previous = -1;
      for (int position : positions) {
        Varint.write(out, position - previous - 1L);
        previous = position;
      }
    }
  }

  /**
   * Ends the footer.
   *
   * @param out where to
   * @param footerBytes how long it is without this
   */
  public static void writeFooterLength(RecordBuffer out, int footerBytes) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(footerBytes >>> shift);
    }
  }

  /**
   * Whether bytes begin as a dense aggregate of this version does.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if it is worth looking at the rest
   */
  public static boolean begins(byte[] array, int offset, int length) {
    return length > HEADER_BYTES + LENGTH_BYTES
        && array[offset] == MAGIC[0]
        && array[offset + 1] == MAGIC[1]
        && array[offset + 2] == MAGIC[2]
        && array[offset + 3] == MAGIC[3]
        && array[offset + 4] == VERSION;
  }

  private static void writeLong(RecordBuffer out, long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write((int) (value >>> shift));
    }
  }
}
