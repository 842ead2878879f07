// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a KPL aggregate, which can be filled again. Not safe for use by many threads.
 *
 * <p>The message as a whole is checked when it is filled. What is wrong with a part concerns that
 * part: a record without data or key is broken alone, an odd entry of a table is looked at only by
 * the records that refer to it, and ids that do not fit the records are none. The stream took these
 * bytes, and other readers take their records.
 */
public final class AggregateTable implements RecordTable {

  private static final int KEY_TAG = KplFormat.tag(KplFormat.PARTITION_KEY, 2);
  private static final int HASH_KEY_TAG = KplFormat.tag(KplFormat.EXPLICIT_HASH_KEY, 2);
  private static final int RECORD_TAG = KplFormat.tag(KplFormat.RECORD, 2);
  private static final int IDS_TAG = KplFormat.tag(KplFormat.IDS, 2);
  private static final int KEY_INDEX_TAG = KplFormat.tag(KplFormat.RECORD_KEY_INDEX, 0);
  private static final int HASH_KEY_INDEX_TAG = KplFormat.tag(KplFormat.RECORD_HASH_KEY_INDEX, 0);
  private static final int DATA_TAG = KplFormat.tag(KplFormat.RECORD_DATA, 2);

  /** No hash key of its own, or no key at all: then the record is broken. */
  private static final int NONE = -1;

  /** So many entries of a table are read, however few records may come. */
  private static final int FREE_ENTRIES = 1_024;

  /** Numbers of a record: where its data begins, its bytes, its key, its hash key. */
  private static final int COLUMNS = 4;

  private byte[] array = new byte[0];
  private FieldReader fields = new FieldReader(array, 0, 0);
  private int[] records = new int[64 * COLUMNS];
  private int size;
  private final Ranges keys = new Ranges();
  private @Nullable String[] keyTexts = new String[16];
  private final Ranges hashKeys = new Ranges();
  private @Nullable AggregateIds ids;

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
        entry(keys, fields.length(to), maxRecords);
      } else if (tag == HASH_KEY_TAG) {
        entry(hashKeys, fields.length(to), maxRecords);
      } else if (tag == IDS_TAG) {
        int bytesOfIds = fields.length(to);
        ids = readIds(new ProtobufReader(bytes, fields.at(), bytesOfIds), maxRecords);
        fields.advance(bytesOfIds);
      } else {
        fields.skip(tag, to);
      }
    }
    settle();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isBroken(int index) {
    return records[index * COLUMNS + 2] == NONE;
  }

  @Override
  public int offset(int index) {
    return records[index * COLUMNS];
  }

  @Override
  public int sizeBytes(int index) {
    return records[index * COLUMNS + 1];
  }

  /** {@inheritDoc} One string serves all records of a key. */
  @Override
  public String partitionKey(int index) {
    int key = records[index * COLUMNS + 2];
    if (key >= keyTexts.length) {
      keyTexts = Arrays.copyOf(keyTexts, keys.count);
    }
    String known = keyTexts[key];
    if (known == null) {
      known = keys.text(key, array);
      keyTexts[key] = known;
    }
    return known;
  }

  @Override
  public @Nullable HashKey explicitHashKey(int index) {
    int hashKey = records[index * COLUMNS + 3];
    return hashKey == NONE ? null : HashKey.tryParse(hashKeys.text(hashKey, array));
  }

  @Override
  public @Nullable EventId id(int index) {
    AggregateIds all = ids;
    return all == null ? null : all.idAt(index);
  }

  private void clear(byte[] bytes) {
    array = bytes;
    size = 0;
    Arrays.fill(keyTexts, 0, Math.min(keys.count, keyTexts.length), null);
    keys.count = 0;
    hashKeys.count = 0;
    ids = null;
  }

  /** Tables may stand behind the records, so what refers to them is settled at the end. */
  private void settle() {
    for (int column = 0; column < size * COLUMNS; column += COLUMNS) {
      if (records[column + 2] >= keys.count) {
        records[column + 2] = NONE;
      }
      if (records[column + 3] >= hashKeys.count) {
        records[column + 3] = NONE;
      }
    }
    AggregateIds all = ids;
    if (all != null && !all.covers(size)) {
      ids = null;
    }
  }

  /** Ids that nobody can read are none: their records come, and nobody can tell them apart. */
  private static @Nullable AggregateIds readIds(ProtobufReader message, int maxRecords) {
    try {
      return AggregateIdsReader.read(message, maxRecords);
    } catch (MalformedFrameException e) {
      return null;
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
    int messageFrom = fields.at();
    int from = recordFields(column, messageFrom + bytes);
    if (records[column + 2] == NONE || from == NONE) {
      from = messageFrom;
      records[column + 1] = bytes;
      records[column + 2] = NONE;
    }
    records[column] = from;
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

  private void entry(Ranges table, int bytes, int maxRecords) throws MalformedFrameException {
    if (table.count - FREE_ENTRIES >= maxRecords) {
      throw new MalformedFrameException(
          Reason.TOO_MANY_RECORDS,
          "an aggregate has keys for more than the %d records allowed".formatted(maxRecords));
    }
    table.add(fields.at(), bytes);
    fields.advance(bytes);
  }

  /** Where the entries of a table lie; nothing is made of an entry that nobody asks for. */
  private static final class Ranges {
    private int[] numbers = new int[32];
    private int count;

    void add(int from, int bytes) {
      if (2 * count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      }
      numbers[2 * count] = from;
      numbers[2 * count + 1] = bytes;
      count++;
    }

    String text(int index, byte[] array) {
      return new String(array, numbers[2 * index], numbers[2 * index + 1], StandardCharsets.UTF_8);
    }
  }
}
