// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.DenseFormat;
import io.github.kinesisetl.core.aggregate.internal.Varint;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of our own: payloads one behind the other, then a footer of columns, which compress to
 * next to nothing. A key that stands in its record's payload is told by its place there, since most
 * events carry their key as a field; any other is written once.
 */
final class DenseAggregator extends RecordAggregator {

  /** Shorter keys are found anywhere, and then their places tell nothing. */
  private static final int MIN_KEY_BYTES_TO_FIND = 4;

  /** Keys stand near the beginning; what stands deeper costs more to find than to write. */
  private static final int MAX_BYTES_TO_SEARCH = 1 << 10;

  /** So many keys in vain, and no more are looked for in this aggregate. */
  private static final int MAX_MISSES = 16;

  /** Many aggregates are open at a time on a stream of many shards. */
  private static final int FIRST_COLUMN_BYTES = 32;

  private final RecordBuffer buffer;
  private final RecordBuffer lengths = new RecordBuffer(FIRST_COLUMN_BYTES);
  private final RecordBuffer places = new RecordBuffer(FIRST_COLUMN_BYTES);
  private final RecordBuffer numbers = new RecordBuffer(FIRST_COLUMN_BYTES);
  private final RecordBuffer hashKeyNumbers = new RecordBuffer(FIRST_COLUMN_BYTES);
  private final KeyTable keys = new KeyTable();
  private final Map<HashKey, Integer> hashKeys = new LinkedHashMap<>();
  private int plainRecords; // before the first that has a hash key
  private int lastPlace;
  private int misses;

  DenseAggregator(int initialBytes) {
    buffer = new RecordBuffer(initialBytes);
    DenseFormat.writeHeader(buffer);
  }

  @Override
  public int sizeBytes() {
    return buffer.sizeBytes()
        + lengths.sizeBytes()
        + places.sizeBytes()
        + numbers.sizeBytes()
        + keys.sizeBytes()
        + 2 * keys.size()
        + (hashKeys.isEmpty() ? 0 : plainRecords + hashKeyNumbers.sizeBytes())
        + hashKeys.size() * DenseFormat.HASH_KEY_BYTES
        + DenseFormat.MAX_FOOTER_OVERHEAD_BYTES;
  }

  @Override
  void begin() {
    buffer.clear();
    DenseFormat.writeHeader(buffer);
    lengths.clear();
    places.clear();
    numbers.clear();
    hashKeyNumbers.clear();
    keys.clear();
    hashKeys.clear();
    plainRecords = 0;
    lastPlace = 0;
    misses = 0;
  }

  @Override
  RecordBuffer buffer() {
    return buffer;
  }

  @Override
  void write(KeyBuffer key, @Nullable HashKey hashKey, byte[] data, int offset, int length) {
    reserve(key.sizeBytes(), length);
    writeHashKey(hashKey);
    writeKey(key, data, offset, length);
    Varint.write(lengths, length);
    buffer.write(data, offset, length);
  }

  @Override
  RecordBuffer end(@Nullable AggregateIds ids) {
    int from = buffer.sizeBytes();
    DenseFormat.writeFlags(buffer, !hashKeys.isEmpty(), ids);
    Varint.write(buffer, recordCount());
    append(lengths);
    append(places);
    append(numbers);
    keys.writeTo(buffer);
    writeHashKeys();
    if (ids != null) {
      DenseFormat.writeIds(buffer, ids);
    }
    DenseFormat.writeFooterLength(buffer, buffer.sizeBytes() - from);
    return buffer;
  }

  private void reserve(int keyBytes, int length) {
    byte[] unused = buffer.reserve(length);
    unused = lengths.reserve(Varint.MAX_INT_BYTES);
    unused = places.reserve(Varint.MAX_INT_BYTES);
    unused = numbers.reserve(Varint.MAX_INT_BYTES);
    unused = hashKeyNumbers.reserve(Varint.MAX_INT_BYTES);
    keys.reserve(keyBytes);
  }

  private void writeKey(KeyBuffer key, byte[] data, int offset, int length) {
    byte[] utf8 = key.array();
    int keyBytes = key.sizeBytes();
    if (keyBytes >= MIN_KEY_BYTES_TO_FIND && stands(key, lastPlace, data, offset, length)) {
      writeKeyAt(lastPlace, keyBytes);
      return;
    }
    int hash = (int) key.low();
    int known = keys.find(utf8, keyBytes, hash);
    int place = known >= 0 ? -1 : find(key, data, offset, length);
    if (place >= 0) {
      lastPlace = place;
      writeKeyAt(place, keyBytes);
      return;
    }
    places.write(DenseFormat.KEY_OF_TABLE);
    if (known >= 0) {
      Varint.write(numbers, known + 1L);
    } else {
      numbers.write(DenseFormat.NEXT_KEY);
      int unused = keys.add(utf8, keyBytes, hash);
    }
  }

  private void writeKeyAt(int place, int keyBytes) {
    Varint.write(places, place + 1L);
    Varint.write(numbers, keyBytes);
  }

  /** Where a key stands in a payload; -1 if it does not, or is not worth a search. */
  private int find(KeyBuffer key, byte[] data, int offset, int length) {
    int keyBytes = key.sizeBytes();
    if (keyBytes < MIN_KEY_BYTES_TO_FIND || misses == MAX_MISSES) {
      return -1;
    }
    int last = Math.min(length, MAX_BYTES_TO_SEARCH) - keyBytes;
    byte first = key.array()[0];
    for (int place = 0; place <= last; place++) {
      if (data[offset + place] == first && stands(key, place, data, offset, length)) {
        misses = 0;
        return place;
      }
    }
    misses++;
    return -1;
  }

  private static boolean stands(KeyBuffer key, int place, byte[] data, int offset, int length) {
    int keyBytes = key.sizeBytes();
    int from = offset + place;
    return place + keyBytes <= length
        && Arrays.equals(data, from, from + keyBytes, key.array(), 0, keyBytes);
  }

  /** Most aggregates have no hash keys, and so no column of them. */
  private void writeHashKey(@Nullable HashKey hashKey) {
    if (hashKey == null && hashKeys.isEmpty()) {
      plainRecords++;
    } else if (hashKey == null) {
      hashKeyNumbers.write(DenseFormat.NO_HASH_KEY);
    } else {
      Integer known = hashKeys.putIfAbsent(hashKey, hashKeys.size());
      Varint.write(hashKeyNumbers, known == null ? DenseFormat.NEXT_HASH_KEY : known + 2L);
    }
  }

  private void writeHashKeys() {
    if (hashKeys.isEmpty()) {
      return;
    }
    for (int i = 0; i < plainRecords; i++) {
      buffer.write(DenseFormat.NO_HASH_KEY);
    }
    append(hashKeyNumbers);
    hashKeys.keySet().forEach(hashKey -> DenseFormat.writeHashKey(buffer, hashKey));
  }

  private void append(RecordBuffer column) {
    buffer.write(column.array(), 0, column.sizeBytes());
  }
}
