// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.RecordBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The constants of the KPL aggregate: magic, then one protobuf message, then its MD5 (<a
 * href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">aggregation
 * format</a>). Field 1000 is ours: other readers skip it, as protobuf demands of unknown fields.
 */
public final class KplFormat {

  static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};

  /** How long the magic is. */
  public static final int MAGIC_BYTES = 4;

  /** How long the MD5 at the end is. */
  public static final int MD5_BYTES = 16;

  /** By how much an aggregate is longer than its message. */
  public static final int OVERHEAD_BYTES = MAGIC_BYTES + MD5_BYTES;

  /** Wire type of protobuf: a number of 1 to 10 bytes. */
  public static final int VARINT = 0;

  /** Wire type of protobuf: eight bytes. */
  public static final int FIXED64 = 1;

  /** Wire type of protobuf: a length, then so many bytes. */
  public static final int LENGTH_DELIMITED = 2;

  /** Wire type of protobuf: four bytes. */
  public static final int FIXED32 = 5;

  /** {@code AggregatedRecord.partition_key_table}. */
  public static final int PARTITION_KEY = 1;

  /** {@code AggregatedRecord.explicit_hash_key_table}. */
  public static final int EXPLICIT_HASH_KEY = 2;

  /** {@code AggregatedRecord.records}. */
  public static final int RECORD = 3;

  /** Our field: the ids of the records. */
  public static final int IDS = 1000;

  /** {@code Record.partition_key_index}. */
  public static final int RECORD_KEY_INDEX = 1;

  /** {@code Record.explicit_hash_key_index}. */
  public static final int RECORD_HASH_KEY_INDEX = 2;

  /** {@code Record.data}. */
  public static final int RECORD_DATA = 3;

  /** Of our ids: the producer's epoch, fixed64. */
  public static final int IDS_EPOCH = 1;

  /** Of our ids: the aggregate's number, varint. */
  public static final int IDS_NUMBER = 2;

  /** Of our ids: the kept positions as packed varints, each less the one before, less 1. */
  public static final int IDS_POSITIONS = 3;

  private KplFormat() {}

  /**
   * Begins an aggregate.
   *
   * @param out where to
   */
  public static void writeMagic(RecordBuffer out) {
    out.write(MAGIC);
  }

  /**
   * What stands before a field.
   *
   * @param field its number
   * @param wireType one of the wire types above
   * @return the tag, to be written as varint
   */
  public static int tag(int field, int wireType) {
    return (field << 3) | wireType;
  }

  /**
   * Begins the digest of a message.
   *
   * @return a new MD5
   */
  public static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
