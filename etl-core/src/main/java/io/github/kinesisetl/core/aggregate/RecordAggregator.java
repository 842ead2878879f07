// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.AggregateIdsWriter;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.aggregate.internal.Varint;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds KPL aggregates: many records in one entry, readable by KCL, Firehose and every
 * deaggregator. One buffer is used for one aggregate after the other, and a record costs no object.
 * Not safe for use by many threads.
 *
 * <p>A key is written once, just before the first record that has it, and a record's data before
 * the index of its key: protobuf lets fields of different numbers stand in any order, and so zstd
 * finds longer matches (2 to 5 % fewer bytes, measured on the race's data).
 *
 * @since 0.1.0
 */
public final class RecordAggregator {

  /** Bytes that even an empty aggregate takes: magic, MD5 and our ids. */
  public static final int OVERHEAD_BYTES = KplFormat.OVERHEAD_BYTES + AggregateIdsWriter.MAX_BYTES;

  private static final int MAX_HASH_KEY_BYTES = 39 + 2;

  private final RecordBuffer buffer;
  private final KeyTable keys = new KeyTable();
  private final Map<HashKey, Integer> hashKeys = new HashMap<>();
  private final KeyBuffer ownKey = new KeyBuffer();
  private final MessageDigest md5 = KplFormat.md5();
  private int recordCount;
  private boolean complete;

  /**
   * An empty aggregate.
   *
   * @param initialBytes room before the buffer must grow
   */
  public RecordAggregator(int initialBytes) {
    buffer = new RecordBuffer(initialBytes);
    clear();
  }

  /**
   * How many records were added since the last {@link #clear}.
   *
   * @return 0 or more
   */
  public int recordCount() {
    return recordCount;
  }

  /**
   * The size of the aggregate if it were finished now.
   *
   * @return an upper bound in bytes, at most some 30 bytes too high
   */
  public int sizeBytes() {
    return buffer.sizeBytes() + KplFormat.MD5_BYTES + AggregateIdsWriter.MAX_BYTES;
  }

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
  public int add(EventRecord record) {
    requireOpen();
    ownKey.set(record.partitionKey());
    int keyIndex = indexOf(ownKey);
    HashKey hashKey = record.explicitHashKey();
    int hashKeyIndex = hashKey == null ? -1 : indexOf(hashKey);
    add(keyIndex, hashKeyIndex, record.array(), record.offset(), record.sizeBytes());
    return recordCount - 1;
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
  public int add(KeyBuffer key, byte[] data, int offset, int length) {
    requireOpen();
    add(indexOf(key), -1, data, offset, length);
    return recordCount - 1;
  }

  /**
   * Completes the aggregate in place. Nothing can be added until {@link #clear()}.
   *
   * @param ids the ids of its records, in the order in which they were added; null for none
   * @return the entry's bytes (magic, message, MD5), valid until {@link #clear()}
   * @throws IllegalStateException if no record was added, the ids are not as many, or the aggregate
   *     is complete already
   */
  public RecordBuffer complete(@Nullable AggregateIds ids) {
    requireOpen();
    if (recordCount == 0) {
      throw new IllegalStateException("an aggregate needs at least one record");
    }
    if (ids != null) {
      if (!ids.covers(recordCount)) {
        throw new IllegalStateException(
            "ids must be as many as the %d records".formatted(recordCount));
      }
      AggregateIdsWriter.write(buffer, ids);
    }
    complete = true;
    appendDigest();
    return buffer;
  }

  /**
   * Completes the aggregate and starts the next one.
   *
   * @param ids the ids of its records, in the order in which they were added; null for none
   * @return the entry's bytes: magic, message, MD5
   * @throws IllegalStateException if no record was added, or the ids are not as many
   */
  public byte[] finish(@Nullable AggregateIds ids) {
    byte[] aggregate = complete(ids).toByteArray();
    clear();
    return aggregate;
  }

  /** Forgets all records and starts the next aggregate. */
  public void clear() {
    buffer.clear();
    KplFormat.writeMagic(buffer);
    keys.clear();
    hashKeys.clear();
    recordCount = 0;
    complete = false;
  }

  private void requireOpen() {
    if (complete) {
      throw new IllegalStateException("the aggregate is complete; clear it to start the next one");
    }
  }

  private void appendDigest() {
    byte[] array = buffer.reserve(KplFormat.MD5_BYTES);
    int messageEnd = buffer.sizeBytes();
    md5.update(array, KplFormat.MAGIC_BYTES, messageEnd - KplFormat.MAGIC_BYTES);
    try {
      md5.digest(array, messageEnd, KplFormat.MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("an MD5 always fits its 16 bytes", e);
    }
    buffer.advance(KplFormat.MD5_BYTES);
  }

  private void add(int keyIndex, int hashKeyIndex, byte[] data, int offset, int length) {
    int messageBytes = 1 + Varint.sizeBytes(keyIndex) + 1 + Varint.sizeBytes(length) + length;
    if (hashKeyIndex >= 0) {
      messageBytes += 1 + Varint.sizeBytes(hashKeyIndex);
    }
    tag(KplFormat.RECORD, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, messageBytes);
    tag(KplFormat.RECORD_DATA, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, length);
    buffer.write(data, offset, length);
    tag(KplFormat.RECORD_KEY_INDEX, KplFormat.VARINT);
    Varint.write(buffer, keyIndex);
    if (hashKeyIndex >= 0) {
      tag(KplFormat.RECORD_HASH_KEY_INDEX, KplFormat.VARINT);
      Varint.write(buffer, hashKeyIndex);
    }
    recordCount++;
  }

  private int indexOf(KeyBuffer key) {
    int hash = (int) key.low();
    int known = keys.find(key.array(), key.sizeBytes(), hash);
    if (known >= 0) {
      return known;
    }
    tag(KplFormat.PARTITION_KEY, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, key.sizeBytes());
    buffer.write(key.array(), 0, key.sizeBytes());
    return keys.add(key.array(), key.sizeBytes(), hash);
  }

  private int indexOf(HashKey hashKey) {
    Integer known = hashKeys.get(hashKey);
    if (known != null) {
      return known;
    }
    int index = hashKeys.size();
    hashKeys.put(hashKey, index);
    byte[] decimal = hashKey.toString().getBytes(StandardCharsets.US_ASCII);
    tag(KplFormat.EXPLICIT_HASH_KEY, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, decimal.length);
    buffer.write(decimal);
    return index;
  }

  private void tag(int field, int wireType) {
    Varint.write(buffer, KplFormat.tag(field, wireType));
  }
}
