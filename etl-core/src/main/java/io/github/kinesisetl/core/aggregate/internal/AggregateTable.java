// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of one aggregate as numbers: where each record's bytes lie, and which key it has. It
 * makes an object for a key or an id only when asked, and can be filled again. Not safe for use by
 * many threads.
 *
 * <p>Everything is checked when it is filled: an aggregate gives all of its records or none.
 */
public final class AggregateTable {

  private static final int KEY_TAG = KplFormat.tag(KplFormat.PARTITION_KEY, 2);
  private static final int HASH_KEY_TAG = KplFormat.tag(KplFormat.EXPLICIT_HASH_KEY, 2);
  private static final int RECORD_TAG = KplFormat.tag(KplFormat.RECORD, 2);
  private static final int IDS_TAG = KplFormat.tag(KplFormat.IDS, 2);
  private static final int KEY_INDEX_TAG = KplFormat.tag(KplFormat.RECORD_KEY_INDEX, 0);
  private static final int HASH_KEY_INDEX_TAG = KplFormat.tag(KplFormat.RECORD_HASH_KEY_INDEX, 0);
  private static final int DATA_TAG = KplFormat.tag(KplFormat.RECORD_DATA, 2);

  /** No key of its own. */
  private static final int NONE = -1;

  /** Numbers of a record: where its data begins, its bytes, its key, its hash key. */
  private static final int COLUMNS = 4;

  private byte[] array = new byte[0];
  private FieldReader fields = new FieldReader(array, 0, 0);
  private int[] records = new int[64 * COLUMNS];
  private int size;
  private int[] keys = new int[32];
  private int keyCount;
  private @Nullable String[] keyTexts = new String[16];
  private final List<HashKey> hashKeys = new ArrayList<>();
  private @Nullable AggregateIds ids;
  private int highestKey;
  private int highestHashKey;

  /** A table that holds nothing. */
  public AggregateTable() {}

  /**
   * Fills the table.
   *
   * @param bytes holds the aggregate, and must not change while the table is used
   * @param offset where it begins
   * @param length its size, magic and MD5 included, as {@link RecordDeaggregator#isAggregate} found
   *     it
   * @param maxRecords most records to accept
   * @throws MalformedFrameException if the message breaks its format or holds more records; the
   *     table then holds nothing of use
   */
  public void fill(byte[] bytes, int offset, int length, int maxRecords)
      throws MalformedFrameException {
    clear(bytes);
    int from = offset + KplFormat.MAGIC.length;
    int to = offset + length - KplFormat.MD5_BYTES;
    fields = new FieldReader(bytes, from, to);
    while (fields.at() < to) {
      int tag = fields.tag(to);
      if (tag == RECORD_TAG) {
        record(fields.length(to), maxRecords);
      } else if (tag == KEY_TAG) {
        key(fields.length(to));
      } else if (tag == HASH_KEY_TAG) {
        hashKey(fields.length(to));
      } else if (tag == IDS_TAG) {
        int bytesOfIds = fields.length(to);
        ids = AggregateIdsReader.read(new ProtobufReader(bytes, fields.at(), bytesOfIds));
        fields.advance(bytesOfIds);
      } else {
        fields.skip(tag, to);
      }
    }
    check();
  }

  /**
   * How many records there are.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * Where a record's data begins in the array.
   *
   * @param index the record, from 0
   * @return an index of the array
   */
  public int offset(int index) {
    return records[index * COLUMNS];
  }

  /**
   * How long a record's data is.
   *
   * @param index the record, from 0
   * @return bytes
   */
  public int sizeBytes(int index) {
    return records[index * COLUMNS + 1];
  }

  /**
   * A record's partition key.
   *
   * @param index the record, from 0
   * @return 1 to 256 characters; one string for all records of a key
   */
  public String partitionKey(int index) {
    int key = records[index * COLUMNS + 2];
    String known = keyTexts[key];
    if (known == null) {
      known = new String(array, keys[2 * key], keys[2 * key + 1], StandardCharsets.UTF_8);
      keyTexts[key] = known;
    }
    return known;
  }

  /**
   * A record's explicit hash key.
   *
   * @param index the record, from 0
   * @return the hash key, or null if it has none
   */
  public @Nullable HashKey explicitHashKey(int index) {
    int hashKey = records[index * COLUMNS + 3];
    return hashKey == NONE ? null : hashKeys.get(hashKey);
  }

  /**
   * A record's id.
   *
   * @param index the record, from 0
   * @return the id, or null if the producer gave none
   */
  public @Nullable EventId id(int index) {
    AggregateIds all = ids;
    return all == null ? null : all.idAt(index);
  }

  private void clear(byte[] bytes) {
    array = bytes;
    size = 0;
    Arrays.fill(keyTexts, 0, keyCount, null);
    keyCount = 0;
    hashKeys.clear();
    ids = null;
    highestKey = NONE;
    highestHashKey = NONE;
  }

  /** Tables may stand behind the records, so what refers to them is checked at the end. */
  private void check() throws MalformedFrameException {
    requireWithin(highestKey, keyCount);
    requireWithin(highestHashKey, hashKeys.size());
    AggregateIds all = ids;
    if (all != null && !all.covers(size)) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "an aggregate's ids are not as many as its records");
    }
  }

  private void record(int bytes, int maxRecords) throws MalformedFrameException {
    if (size == maxRecords) {
      throw new MalformedFrameException(
          Reason.TOO_MANY_RECORDS,
          "an aggregate holds more than the %d records allowed".formatted(maxRecords));
    }
    int column = size * COLUMNS;
    if (column == records.length) {
      records = Arrays.copyOf(records, 2 * column);
    }
    records[column + 2] = NONE;
    records[column + 3] = NONE;
    int from = recordFields(column, fields.at() + bytes);
    if (records[column + 2] == NONE || from == NONE) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "record %d of an aggregate has no key or no data".formatted(size));
    }
    records[column] = from;
    highestKey = Math.max(highestKey, records[column + 2]);
    highestHashKey = Math.max(highestHashKey, records[column + 3]);
    size++;
  }

  private int recordFields(int column, int to) throws MalformedFrameException {
    int from = NONE;
    while (fields.at() < to) {
      int tag = fields.tag(to);
      if (tag == KEY_INDEX_TAG) {
        records[column + 2] = fields.index(to);
      } else if (tag == DATA_TAG) {
        int bytes = fields.length(to);
        records[column + 1] = bytes;
        from = fields.at();
        fields.advance(bytes);
      } else if (tag == HASH_KEY_INDEX_TAG) {
        records[column + 3] = fields.index(to);
      } else {
        fields.skip(tag, to);
      }
    }
    return from;
  }

  private void key(int bytes) throws MalformedFrameException {
    if (2 * keyCount == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
      keyTexts = Arrays.copyOf(keyTexts, keys.length / 2);
    }
    int from = fields.at();
    int chars = bytes;
    if (bytes > EventRecord.MAX_PARTITION_KEY_CHARS) {
      chars = new String(array, from, bytes, StandardCharsets.UTF_8).length();
    }
    if (chars < 1 || chars > EventRecord.MAX_PARTITION_KEY_CHARS) {
      throw new MalformedFrameException(
          Reason.MALFORMED,
          "a partition key of an aggregate has %d characters, but 1 to %d are allowed"
              .formatted(chars, EventRecord.MAX_PARTITION_KEY_CHARS));
    }
    keys[2 * keyCount] = from;
    keys[2 * keyCount + 1] = bytes;
    keyCount++;
    fields.advance(bytes);
  }

  private void hashKey(int bytes) throws MalformedFrameException {
    String text = new String(array, fields.at(), bytes, StandardCharsets.UTF_8);
    fields.advance(bytes);
    try {
      hashKeys.add(HashKey.parse(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "an explicit hash key of an aggregate is not a number", e);
    }
  }

  private static void requireWithin(int highest, int tableSize) throws MalformedFrameException {
    if (highest >= tableSize) {
      throw new MalformedFrameException(
          Reason.MALFORMED,
          "a record of an aggregate refers to entry %d of a table of %d"
              .formatted(highest, tableSize));
    }
  }
}
