// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes KPL aggregates apart, without copying the payloads. Stateless.
 *
 * <p>Everything is checked before the first record is delivered: an aggregate gives all of its
 * records or none. {@link AggregateTable} takes what is broken apart from what is not.
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
    if (!beginsAsAggregate(array, offset, length)) {
      return false;
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
   * Whether bytes begin as an aggregate does; its MD5 is not looked at.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if {@link #isAggregate} should be asked, which reads them all
   */
  public static boolean beginsAsAggregate(byte[] array, int offset, int length) {
    if (length < KplFormat.OVERHEAD_BYTES) {
      return false;
    }
    for (int i = 0; i < KplFormat.MAGIC.length; i++) {
      if (array[offset + i] != KplFormat.MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes an aggregate apart: KPL's, or a dense one that lies in no frame any more.
   *
   * @param array holds the aggregate; the records are views of it
   * @param offset where it begins
   * @param length its size, all of it included
   * @param maxRecords most records to accept
   * @return the records in their order, with their keys and, if the producer gave them, ids
   * @throws MalformedFrameException if the message breaks its format or holds more records
   */
  public static List<EventRecord> deaggregate(byte[] array, int offset, int length, int maxRecords)
      throws MalformedFrameException {
    RecordTable table = table(array, offset, length, maxRecords);
    var records = new ArrayList<EventRecord>(table.size());
    for (int i = 0; i < table.size(); i++) {
      if (table.isBroken(i)) {
        throw new MalformedFrameException(
            Reason.MALFORMED, "record %d of an aggregate has no key or no data".formatted(i));
      }
      records.add(
          EventRecord.received(table.partitionKey(i), array, table.offset(i), table.sizeBytes(i))
              .withExplicitHashKey(table.explicitHashKey(i))
              .withId(table.id(i)));
    }
    return records;
  }

  private static RecordTable table(byte[] array, int offset, int length, int maxRecords)
      throws MalformedFrameException {
    var dense = new DenseTable();
    if (dense.fill(array, offset, length, maxRecords)) {
      return dense;
    }
    var table = new AggregateTable();
    table.fill(array, offset, length, maxRecords);
    return table;
  }
}
