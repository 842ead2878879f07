// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.AggregateIdsWriter;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.aggregate.internal.Varint;
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
 * KPL's form. A key is written once, just before the first record that has it, and a record's data
 * before the index of its key: protobuf lets fields of different numbers stand in any order, and so
 * zstd finds longer matches (2 to 5 % fewer bytes, measured on the race's data).
 */
final class KplAggregator extends RecordAggregator {

  private static final byte[] NOTHING = {};

  private final RecordBuffer buffer;
  private final KeyTable keys = new KeyTable();
  private final Map<HashKey, Integer> hashKeys = new HashMap<>();
  private final MessageDigest md5 = KplFormat.md5();

  KplAggregator(int initialBytes) {
    buffer = new RecordBuffer(initialBytes);
    KplFormat.writeMagic(buffer);
  }

  @Override
  public int sizeBytes() {
    return buffer.sizeBytes() + KplFormat.MD5_BYTES + AggregateIdsWriter.MAX_BYTES;
  }

  @Override
  void begin() {
    buffer.clear();
    KplFormat.writeMagic(buffer);
    keys.clear();
    hashKeys.clear();
  }

  @Override
  RecordBuffer buffer() {
    return buffer;
  }

  @Override
  void write(KeyBuffer key, @Nullable HashKey hashKey, byte[] data, int offset, int length) {
    byte[] unused = buffer.reserve(maxBytesOf(key.sizeBytes(), length));
    keys.reserve(key.sizeBytes());
    byte[] decimal = hashKey == null ? NOTHING : decimal(hashKey);
    boolean isNew = hashKey != null && hashKeys.putIfAbsent(hashKey, hashKeys.size()) == null;
    int keyIndex = indexOf(key);
    if (isNew) {
      tag(KplFormat.EXPLICIT_HASH_KEY, KplFormat.LENGTH_DELIMITED);
      Varint.write(buffer, decimal.length);
      buffer.write(decimal);
    }
    int hashKeyIndex = hashKey == null ? -1 : hashKeys.getOrDefault(hashKey, -1);
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
  }

  @Override
  RecordBuffer end(@Nullable AggregateIds ids) {
    if (ids != null) {
      AggregateIdsWriter.write(buffer, ids);
    }
    byte[] array = buffer.reserve(KplFormat.MD5_BYTES);
    int messageEnd = buffer.sizeBytes();
    md5.update(array, KplFormat.MAGIC_BYTES, messageEnd - KplFormat.MAGIC_BYTES);
    try {
      md5.digest(array, messageEnd, KplFormat.MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("an MD5 always fits its 16 bytes", e);
    }
    buffer.advance(KplFormat.MD5_BYTES);
    return buffer;
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

  private static byte[] decimal(HashKey hashKey) {
    return hashKey.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void tag(int field, int wireType) {
    Varint.write(buffer, KplFormat.tag(field, wireType));
  }
}
