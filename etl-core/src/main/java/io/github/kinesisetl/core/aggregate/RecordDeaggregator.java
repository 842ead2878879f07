// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes KPL aggregates apart, without copying the payloads. Stateless.
 *
 * <p>Everything is checked before the first record is delivered: an aggregate gives all of its
 * records or none.
 */
public final class RecordDeaggregator {

  private RecordDeaggregator() {}

  /**
   * Whether bytes are an aggregate: magic in front, and an MD5 at the end that fits. A payload may
   * begin with the magic by chance, so the MD5 decides.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if {@link #deaggregate} should take them apart
   */
  public static boolean isAggregate(byte[] array, int offset, int length) {
    if (length < KplFormat.OVERHEAD_BYTES) {
      return false;
    }
    for (int i = 0; i < KplFormat.MAGIC.length; i++) {
      if (array[offset + i] != KplFormat.MAGIC[i]) {
        return false;
      }
    }
    int messageBytes = length - KplFormat.OVERHEAD_BYTES;
    MessageDigest md5 = KplFormat.md5();
    md5.update(array, offset + KplFormat.MAGIC.length, messageBytes);
    byte[] digest = md5.digest();
    int digestAt = offset + KplFormat.MAGIC.length + messageBytes;
    for (int i = 0; i < digest.length; i++) {
      if (array[digestAt + i] != digest[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes an aggregate apart.
   *
   * @param array holds the aggregate; the records are views of it
   * @param offset where it begins
   * @param length its size, magic and MD5 included
   * @param maxRecords most records to accept
   * @return the records in their order, with their keys and, if the producer gave them, ids
   * @throws MalformedFrameException if the message breaks its format or holds more records
   */
  public static List<EventRecord> deaggregate(byte[] array, int offset, int length, int maxRecords)
      throws MalformedFrameException {
    int messageAt = offset + KplFormat.MAGIC.length;
    int messageBytes = length - KplFormat.OVERHEAD_BYTES;
    var tables = new Tables();
    tables.read(new ProtobufReader(array, messageAt, messageBytes), maxRecords);
    var records = new ArrayList<EventRecord>(tables.recordCount);
    var message = new ProtobufReader(array, messageAt, messageBytes);
    while (message.next()) {
      if (message.isAt(KplFormat.RECORD, KplFormat.LENGTH_DELIMITED)) {
        records.add(tables.record(message.message(), array, records.size()));
      } else {
        message.skip();
      }
    }
    return records;
  }

  /** What records refer to by index; it may stand behind them, so it is read first. */
  private static final class Tables {
    private final List<String> keys = new ArrayList<>();
    private final List<HashKey> hashKeys = new ArrayList<>();
    private @Nullable AggregateIds ids;
    private int recordCount;

    void read(ProtobufReader message, int maxRecords) throws MalformedFrameException {
      while (message.next()) {
        if (message.isAt(KplFormat.PARTITION_KEY, KplFormat.LENGTH_DELIMITED)) {
          keys.add(partitionKey(message));
        } else if (message.isAt(KplFormat.EXPLICIT_HASH_KEY, KplFormat.LENGTH_DELIMITED)) {
          hashKeys.add(hashKey(message));
        } else if (message.isAt(KplFormat.IDS, KplFormat.LENGTH_DELIMITED)) {
          ids = AggregateIdsReader.read(message.message());
        } else {
          count(message, maxRecords);
          message.skip();
        }
      }
      if (ids != null && !ids.covers(recordCount)) {
        throw new MalformedFrameException(
            Reason.MALFORMED, "an aggregate's ids are not as many as its records");
      }
    }

    EventRecord record(ProtobufReader message, byte[] array, int index)
        throws MalformedFrameException {
      int key = -1;
      int hashKey = -1;
      ProtobufReader data = null;
      while (message.next()) {
        if (message.isAt(KplFormat.RECORD_KEY_INDEX, KplFormat.VARINT)) {
          key = index(message.varint(), keys.size());
        } else if (message.isAt(KplFormat.RECORD_HASH_KEY_INDEX, KplFormat.VARINT)) {
          hashKey = index(message.varint(), hashKeys.size());
        } else if (message.isAt(KplFormat.RECORD_DATA, KplFormat.LENGTH_DELIMITED)) {
          data = message.message();
        } else {
          message.skip();
        }
      }
      if (key < 0 || data == null) {
        throw new MalformedFrameException(
            Reason.MALFORMED, "record %d of an aggregate has no key or no data".formatted(index));
      }
      return EventRecord.of(keys.get(key), array, data.offset(), data.remaining())
          .withExplicitHashKey(hashKey < 0 ? null : hashKeys.get(hashKey))
          .withId(ids == null ? null : ids.idAt(index));
    }

    private void count(ProtobufReader message, int maxRecords) throws MalformedFrameException {
      if (message.isAt(KplFormat.RECORD, KplFormat.LENGTH_DELIMITED)
          && ++recordCount > maxRecords) {
        throw new MalformedFrameException(
            Reason.TOO_MANY_RECORDS,
            "an aggregate holds more than the %d records allowed".formatted(maxRecords));
      }
    }

    private static int index(long index, int tableSize) throws MalformedFrameException {
      if (index < 0 || index >= tableSize) {
        throw new MalformedFrameException(
            Reason.MALFORMED,
            "a record of an aggregate refers to entry %d of a table of %d"
                .formatted(index, tableSize));
      }
      return (int) index;
    }

    private static String partitionKey(ProtobufReader message) throws MalformedFrameException {
      String key = message.message().utf8();
      if (key.isEmpty() || key.length() > EventRecord.MAX_PARTITION_KEY_CHARS) {
        throw new MalformedFrameException(
            Reason.MALFORMED,
            "a partition key of an aggregate has %d characters, but 1 to %d are allowed"
                .formatted(key.length(), EventRecord.MAX_PARTITION_KEY_CHARS));
      }
      return key;
    }

    private static HashKey hashKey(ProtobufReader message) throws MalformedFrameException {
      try {
        return HashKey.parse(message.message().utf8());
      } catch (IllegalArgumentException e) {
        throw new MalformedFrameException(
            Reason.MALFORMED, "an explicit hash key of an aggregate is not a number", e);
      }
    }
  }
}
