// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a dense aggregate. It is filled only by bytes that are one to the last of them;
 * everything is checked before the first record is shown. Not safe for use by many threads.
 */
public final class DenseTable implements RecordTable {

  /**
   * Numbers of a record: where its data begins, its bytes, where its key begins, its bytes; of a
   * key in the table its number, from -1 down, instead of bytes.
   */
  private static final int COLUMNS = 4;

  /** Of a key; no writer has longer ones, and many records may refer to one. */
  private static final int MAX_KEY_BYTES = EventRecord.MAX_PARTITION_KEY_CHARS * 4;

  private byte[] array = new byte[0];
  private int[] records = new int[64 * COLUMNS];
  private int[] keys = new int[64]; // of the table: where each begins, its bytes
  private @Nullable String[] keyTexts = new String[32]; // of those that were asked for
  private int[] hashKeys = new int[0]; // where each record's hash key lies; 0 for none
  private int size;
  private boolean hasHashKeys;
  private boolean repeatsMisplaced;
  private @Nullable AggregateIds ids;

  /** A table that holds nothing. */
  public DenseTable() {}

  /**
   * Fills the table.
   *
   * @param bytes holds what came out of a zstd frame with a checksum, and must not change while the
   *     table is used
   * @param offset where it begins
   * @param length its size
   * @param maxRecords most records to accept
   * @return false if this is no dense aggregate; the table then holds nothing of use
   * @throws MalformedFrameException if it is one, and holds more records
   */
  public boolean fill(byte[] bytes, int offset, int length, int maxRecords)
      throws MalformedFrameException {
    size = 0;
    if (!DenseFormat.begins(bytes, offset, length)) {
      return false;
    }
    array = bytes;
    int end = offset + length - DenseFormat.LENGTH_BYTES;
    int footerBytes = littleEndian(bytes, end);
    int dataFrom = offset + DenseFormat.HEADER_BYTES;
    if (footerBytes < 0 || footerBytes > end - dataFrom) {
      return false;
    }
    var footer = new FooterReader(bytes, end - footerBytes, end);
    return read(footer, dataFrom, end - footerBytes, maxRecords);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isBroken(int index) {
    return false;
  }

  @Override
  public int offset(int index) {
    return records[index * COLUMNS];
  }

  @Override
  public int sizeBytes(int index) {
    return records[index * COLUMNS + 1];
  }

  @Override
  public String partitionKey(int index) {
    int number = records[index * COLUMNS + 3];
    return number < 0 ? tableKey(-number - 1) : text(records[index * COLUMNS + 2], number);
  }

  private String tableKey(int key) {
    String text = keyTexts[key];
    if (text == null) {
      text = text(keys[2 * key], keys[2 * key + 1]);
      keyTexts[key] = text;
    }
    return text;
  }

  private String text(int from, int bytes) {
    return new String(array, from, bytes, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable HashKey explicitHashKey(int index) {
    int from = hasHashKeys ? hashKeys[index] : 0;
    return from == 0
        ? null
        : new HashKey(
            FooterReader.longAt(array, from), FooterReader.longAt(array, from + Long.BYTES));
  }

  @Override
  public @Nullable EventId id(int index) {
    AggregateIds all = ids;
    return all == null ? null : all.idAt(index);
  }

  /**
   * Whether the producer puts records again that lie outside of their shard after a reshard.
   *
   * @return true if such a record here is a copy at most, and another one lies where it belongs
   */
  public boolean repeatsMisplaced() {
    return repeatsMisplaced;
  }

  private boolean read(FooterReader footer, int dataFrom, int dataTo, int maxRecords)
      throws MalformedFrameException {
    int flags = footer.number();
    int count = footer.number();
    if (flags > DenseFormat.KNOWN_FLAGS || flags < 0 || count < 1 || count > footer.left()) {
      return false;
    }
    if (!readLengths(footer, count, dataFrom, dataTo, maxRecords)) {
      return false;
    }
    if (count > maxRecords) {
      throw new MalformedFrameException(
          Reason.TOO_MANY_RECORDS,
          "an aggregate holds more than the %d records allowed".formatted(maxRecords));
    }
    hasHashKeys = (flags & DenseFormat.HASH_KEYS) != 0;
    repeatsMisplaced = (flags & DenseFormat.REPEATS_MISPLACED) != 0;
    boolean isWhole = readColumns(footer, count, flags);
    size = isWhole ? count : 0;
    return isWhole;
  }

  /** Reads what comes behind the lengths. */
  private boolean readColumns(FooterReader footer, int count, int flags) {
    return readKeys(footer, count)
        && (!hasHashKeys || readHashKeys(footer, count))
        && readIds(footer, count, flags)
        && ((flags & DenseFormat.FIELDS) == 0 || footer.skipFields())
        && footer.isAtEnd();
  }

  /** Reads all lengths, also of more records than are wanted, to tell whether this is one. */
  private boolean readLengths(
      FooterReader footer, int count, int dataFrom, int dataTo, int maxRecords) {
    int kept = Math.min(count, maxRecords);
    if (records.length < kept * COLUMNS) {
      records = new int[Math.max(kept, records.length / COLUMNS * 2) * COLUMNS];
    }
    int at = dataFrom;
    for (int i = 0; i < count; i++) {
      int bytes = footer.number();
      if (bytes < 0 || bytes > dataTo - at) {
        return false;
      }
      if (i < kept) {
        records[i * COLUMNS] = at;
        records[i * COLUMNS + 1] = bytes;
      }
      at += bytes;
    }
    return at == dataTo;
  }

  /** Reads the columns of places and numbers, then the table that some of them refer to. */
  private boolean readKeys(FooterReader footer, int count) {
    for (int i = 0; i < count; i++) {
      records[i * COLUMNS + 2] = footer.number() - 1;
    }
    int tableKeys = 0;
    for (int i = 0; i < count; i++) {
      int number = footer.number();
      int place = records[i * COLUMNS + 2];
      if (place >= 0) {
        if (!takePayloadsKey(i, place, number)) {
          return false;
        }
      } else if (place != -1 || number < 0 || number > tableKeys) {
        return false;
      } else {
        records[i * COLUMNS + 3] = number == DenseFormat.NEXT_KEY ? -tableKeys++ - 1 : -number;
      }
    }
    return tableKeys == 0 || readTable(footer, tableKeys);
  }

  /** Points a record to its key in its own payload; false if it does not lie there. */
  private boolean takePayloadsKey(int index, int place, int bytes) {
    if (bytes < 1 || bytes > MAX_KEY_BYTES || place > sizeBytes(index) - bytes) {
      return false;
    }
    records[index * COLUMNS + 2] = offset(index) + place;
    records[index * COLUMNS + 3] = bytes;
    return true;
  }

  private boolean readTable(FooterReader footer, int tableKeys) {
    if (tableKeys > footer.left()) {
      return false;
    }
    clearTable(tableKeys);
    for (int i = 0; i < tableKeys; i++) {
      keys[2 * i + 1] = footer.number();
      if (keys[2 * i + 1] > MAX_KEY_BYTES) {
        return false;
      }
    }
    for (int i = 0; i < tableKeys; i++) {
      keys[2 * i] = footer.skip(keys[2 * i + 1]);
    }
    return !footer.isBroken();
  }

  private void clearTable(int tableKeys) {
    if (keyTexts.length < tableKeys) {
      keyTexts = new String[Math.max(tableKeys, 2 * keyTexts.length)];
      keys = new int[2 * keyTexts.length];
    }
    Arrays.fill(keyTexts, 0, tableKeys, null);
  }

  private boolean readHashKeys(FooterReader footer, int count) {
    if (hashKeys.length < count) {
      hashKeys = new int[count];
    }
    int tableKeys = 0;
    for (int i = 0; i < count; i++) {
      int number = footer.number();
      if (number < 0 || number > tableKeys + 1) {
        return false;
      }
      hashKeys[i] = number == DenseFormat.NEXT_HASH_KEY ? ++tableKeys : Math.max(0, number - 1);
    }
    int from = footer.skip((long) tableKeys * DenseFormat.HASH_KEY_BYTES);
    for (int i = 0; i < count && !footer.isBroken(); i++) {
      hashKeys[i] = hashKeys[i] == 0 ? 0 : from + (hashKeys[i] - 1) * DenseFormat.HASH_KEY_BYTES;
    }
    return !footer.isBroken();
  }

  private boolean readIds(FooterReader footer, int count, int flags) {
    ids = null;
    if ((flags & DenseFormat.IDS) == 0) {
      return (flags & DenseFormat.POSITIONS) == 0;
    }
    int epochAt = footer.skip(Long.BYTES);
    long number = footer.longNumber();
    if (footer.isBroken() || number < 0) {
      return false;
    }
    long epoch = FooterReader.longAt(array, epochAt);
    if ((flags & DenseFormat.POSITIONS) == 0) {
      ids = AggregateIds.fresh(epoch, number);
      return true;
    }
    int[] positions = new int[count];
    long previous = -1;
    for (int i = 0; i < count; i++) {
      int gap = footer.number();
      previous += gap + 1L;
      if (gap < 0 || previous > Integer.MAX_VALUE) {
        return false;
      }
      positions[i] = (int) previous;
    }
    ids = AggregateIds.kept(epoch, number, positions);
    return true;
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }
}
