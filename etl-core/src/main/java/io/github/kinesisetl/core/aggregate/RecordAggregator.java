// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.AggregateIdsWriter;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Builds aggregates: many records in one entry. One buffer is used for one aggregate after the
 * other, and a record costs no object. Not safe for use by many threads.
 *
 * @since 0.1.0
 */
public abstract sealed class RecordAggregator permits KplAggregator, DenseAggregator {

  /** Bytes that even an empty aggregate may take, in either form: ids, and what stands around. */
  public static final int OVERHEAD_BYTES = KplFormat.OVERHEAD_BYTES + AggregateIdsWriter.MAX_BYTES;

  private static final int MAX_HASH_KEY_BYTES = 39 + 2;

  private @Nullable KeyBuffer ownKey; // of those who bring none
  private int recordCount;
  private boolean complete;

  RecordAggregator() {}

  /**
   * Builds KPL aggregates, which KCL, Firehose and every deaggregator read.
   *
   * @param initialBytes room before the buffer must grow
   * @return an empty aggregate
   */
  public static RecordAggregator kpl(int initialBytes) {
    return new KplAggregator(initialBytes);
  }

  /**
   * Builds dense aggregates, to be put into a zstd frame with a checksum: smaller and cheaper than
   * KPL's, and read by this project's readers alone (docs/wire-format.md).
   *
   * @param initialBytes room before the buffer must grow
   * @return an empty aggregate
   */
  public static RecordAggregator dense(int initialBytes) {
    return new DenseAggregator(initialBytes);
  }

  /**
   * How many records were added since the last {@link #clear}.
   *
   * @return 0 or more
   */
  public final int recordCount() {
    return recordCount;
  }

  /**
   * The size of the aggregate if it were finished now.
   *
   * @return an upper bound in bytes, at most some 40 bytes, and one a key, too high
   */
  public abstract int sizeBytes();

  /**
   * The most that one more record can add to the size.
   *
   * @param partitionKey its key
   * @param dataBytes its payload
   * @return an upper bound in bytes
   */
  public static int maxBytesOf(String partitionKey, int dataBytes) {
    return maxBytesOf(partitionKey.length() * 3, dataBytes);
  }

  /**
   * The most that one more record can add to the size.
   *
   * @param keyBytes its key in UTF-8
   * @param dataBytes its payload
   * @return an upper bound in bytes
   */
  public static int maxBytesOf(int keyBytes, int dataBytes) {
    return keyBytes + 4 + MAX_HASH_KEY_BYTES + dataBytes + 3 * 6 + 2 * 6;
  }

  /**
   * Adds a record; its data is copied.
   *
   * @param record the record
   * @return its index, from 0
   * @throws IllegalStateException if the aggregate is complete
   */
  public final int add(EventRecord record) {
    requireOpen();
    KeyBuffer key = ownKey == null ? new KeyBuffer() : ownKey;
    ownKey = key;
    key.set(record.partitionKey());
    write(key, record.explicitHashKey(), record.array(), record.offset(), record.sizeBytes());
    return recordCount++;
  }

  /**
   * Adds a record that is routed by its key; its data is copied.
   *
   * @param key holds its partition key
   * @param data holds its payload
   * @param offset where the payload begins
   * @param length how long it is
   * @return its index, from 0
   * @throws IllegalStateException if the aggregate is complete
   */
  public final int add(KeyBuffer key, byte[] data, int offset, int length) {
    requireOpen();
    write(key, null, data, offset, length);
    return recordCount++;
  }

  /**
   * Completes the aggregate in place. Nothing can be added until {@link #clear()}.
   *
   * @param ids the ids of its records, in the order in which they were added; null for none
   * @return the aggregate's bytes, valid until {@link #clear()}
   * @throws IllegalStateException if no record was added, the ids are not as many, or the aggregate
   *     is complete already
   */
  public final RecordBuffer complete(@Nullable AggregateIds ids) {
    requireOpen();
    if (recordCount == 0) {
      throw new IllegalStateException("an aggregate needs at least one record");
    }
    if (ids != null && !ids.covers(recordCount)) {
      throw new IllegalStateException(
          "ids must be as many as the %d records".formatted(recordCount));
    }
    RecordBuffer records = buffer();
    int sizeBytes = records.sizeBytes();
    try {
      RecordBuffer whole = end(ids);
      complete = true;
      return whole;
    } finally {
      if (!complete) { // memory ran out: it may be completed later
        records.truncate(sizeBytes);
      }
    }
  }

  /**
   * Completes the aggregate and starts the next one.
   *
   * @param ids the ids of its records, in the order in which they were added; null for none
   * @return the aggregate's bytes
   * @throws IllegalStateException if no record was added, or the ids are not as many
   */
  public final byte[] finish(@Nullable AggregateIds ids) {
    byte[] aggregate = complete(ids).toByteArray();
    clear();
    return aggregate;
  }

  /** Forgets all records and starts the next aggregate. */
  public final void clear() {
    recordCount = 0;
    complete = false;
    begin();
  }

  /** Forgets what was written. */
  abstract void begin();

  /** What the records are written to. */
  abstract RecordBuffer buffer();

  /** Writes a record, or nothing of it if memory runs out: whatever grows does so before. */
  abstract void write(
      KeyBuffer key, @Nullable HashKey hashKey, byte[] data, int offset, int length);

  /** Writes what stands behind the records. */
  abstract RecordBuffer end(@Nullable AggregateIds ids);

  private void requireOpen() {
    if (complete) {
      throw new IllegalStateException("the aggregate is complete; clear it to start the next one");
    }
  }
}
