// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The constants of the KPL aggregate: magic, then one protobuf message, then its MD5 (<a
 * href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">aggregation
 * format</a>). Field 1000 is ours: other readers skip it, as protobuf demands of unknown fields.
 */
final class KplFormat {

  static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
  static final int MD5_BYTES = 16;
  static final int OVERHEAD_BYTES = MAGIC.length + MD5_BYTES;

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  /** {@code AggregatedRecord.partition_key_table}. */
  static final int PARTITION_KEY = 1;

  /** {@code AggregatedRecord.explicit_hash_key_table}. */
  static final int EXPLICIT_HASH_KEY = 2;

  /** {@code AggregatedRecord.records}. */
  static final int RECORD = 3;

  /** Our field: the ids of the records. */
  static final int IDS = 1000;

  /** {@code Record.partition_key_index}. */
  static final int RECORD_KEY_INDEX = 1;

  /** {@code Record.explicit_hash_key_index}. */
  static final int RECORD_HASH_KEY_INDEX = 2;

  /** {@code Record.data}. */
  static final int RECORD_DATA = 3;

  /** Of our ids: the producer's epoch, fixed64. */
  static final int IDS_EPOCH = 1;

  /** Of our ids: the aggregate's number, varint. */
  static final int IDS_NUMBER = 2;

  /** Of our ids: the kept positions as packed varints, each less the one before, less 1. */
  static final int IDS_POSITIONS = 3;

  private KplFormat() {}

  static int tag(int field, int wireType) {
    return (field << 3) | wireType;
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
