// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds KPL aggregates: many records in one entry, readable by KCL, Firehose and every
 * deaggregator. One buffer is used for one aggregate after the other. Not safe for use by many
 * threads.
 *
 * <p>A key is written once, just before the first record that has it; protobuf lets repeated fields
 * of different names alternate.
 */
public final class RecordAggregator {

  /** Bytes that even an empty aggregate takes: magic, MD5 and our ids. */
  public static final int OVERHEAD_BYTES = KplFormat.OVERHEAD_BYTES + AggregateIdsWriter.MAX_BYTES;

  private static final int MAX_HASH_KEY_BYTES = 39 + 2;

  private final RecordBuffer buffer;
  private final Map<String, Integer> keys = new HashMap<>();
  private final Map<HashKey, Integer> hashKeys = new HashMap<>();
  private final MessageDigest md5 = KplFormat.md5();
  private int recordCount;

  /**
   * An empty aggregate.
   *
   * @param initialBytes room before the buffer must grow
   */
  public RecordAggregator(int initialBytes) {
    buffer = new RecordBuffer(initialBytes);
    reset();
  }

  /**
   * How many records were added since the last {@link #finish}.
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
    int keyBytes = partitionKey.length() * 3 + 4;
    return keyBytes + MAX_HASH_KEY_BYTES + dataBytes + 3 * 6 + 2 * 6;
  }

  /**
   * Adds a record; its data is copied.
   *
   * @param record the record
   * @return its index, from 0
   */
  public int add(EventRecord record) {
    int keyIndex = indexOf(record.partitionKey());
    HashKey hashKey = record.explicitHashKey();
    int hashKeyIndex = hashKey == null ? -1 : indexOf(hashKey);
    add(keyIndex, hashKeyIndex, record.array(), record.offset(), record.sizeBytes());
    return recordCount - 1;
  }

  /**
   * Completes the aggregate and starts the next one.
   *
   * @param ids the ids of its records, in the order in which they were added; null for none
   * @return the entry's bytes: magic, message, MD5
   * @throws IllegalStateException if no record was added, or the ids are not as many
   */
  public byte[] finish(@Nullable AggregateIds ids) {
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
    byte[] aggregate = withDigest();
    reset();
    return aggregate;
  }

  private byte[] withDigest() {
    int messageEnd = buffer.sizeBytes();
    byte[] aggregate = new byte[messageEnd + KplFormat.MD5_BYTES];
    System.arraycopy(buffer.array(), 0, aggregate, 0, messageEnd);
    md5.update(aggregate, KplFormat.MAGIC.length, messageEnd - KplFormat.MAGIC.length);
    try {
      md5.digest(aggregate, messageEnd, KplFormat.MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("an MD5 always fits its 16 bytes", e);
    }
    return aggregate;
  }

  private void add(int keyIndex, int hashKeyIndex, byte[] data, int offset, int length) {
    int messageBytes = 1 + Varint.sizeBytes(keyIndex) + 1 + Varint.sizeBytes(length) + length;
    if (hashKeyIndex >= 0) {
      messageBytes += 1 + Varint.sizeBytes(hashKeyIndex);
    }
    tag(KplFormat.RECORD, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, messageBytes);
    tag(KplFormat.RECORD_KEY_INDEX, KplFormat.VARINT);
    Varint.write(buffer, keyIndex);
    if (hashKeyIndex >= 0) {
      tag(KplFormat.RECORD_HASH_KEY_INDEX, KplFormat.VARINT);
      Varint.write(buffer, hashKeyIndex);
    }
    tag(KplFormat.RECORD_DATA, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, length);
    buffer.write(data, offset, length);
    recordCount++;
  }

  private int indexOf(String partitionKey) {
    Integer known = keys.get(partitionKey);
    if (known != null) {
      return known;
    }
    int index = keys.size();
    keys.put(partitionKey, index);
    string(KplFormat.PARTITION_KEY, partitionKey);
    return index;
  }

  private int indexOf(HashKey hashKey) {
    Integer known = hashKeys.get(hashKey);
    if (known != null) {
      return known;
    }
    int index = hashKeys.size();
    hashKeys.put(hashKey, index);
    string(KplFormat.EXPLICIT_HASH_KEY, hashKey.toString());
    return index;
  }

  private void string(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    tag(field, KplFormat.LENGTH_DELIMITED);
    Varint.write(buffer, utf8.length);
    buffer.write(utf8);
  }

  private void tag(int field, int wireType) {
    Varint.write(buffer, KplFormat.tag(field, wireType));
  }

  private void reset() {
    buffer.clear();
    buffer.write(KplFormat.MAGIC);
    keys.clear();
    hashKeys.clear();
    recordCount = 0;
  }
}
