// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.aggregate.internal.RecordTable;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record where it lies, for the length of a visit: the next record takes its place. Nothing is
 * made of it but what is asked for. Not safe for use by many threads.
 */
public final class RecordView {

  private final boolean passing;
  private final JsonCursor json = new JsonCursor();
  private @Nullable StoredEntry entry;
  private @Nullable RecordTable table; // whose record this is; null for the entry itself
  private int tableIndex;
  private byte[] array = new byte[0];
  private int offset;
  private int sizeBytes;
  private int subSequenceNumber;
  private boolean isPart;

  /**
   * A view of nothing.
   *
   * @param passing whether the bytes are overwritten after the visit, so that what is kept must be
   *     copied
   */
  RecordView(boolean passing) {
    this.passing = passing;
  }

  /**
   * The array that holds the record.
   *
   * @return the array itself; do not change it
   */
  public byte[] array() {
    return array;
  }

  /**
   * Where the record begins in {@link #array()}.
   *
   * @return the index of its first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * How long the record is.
   *
   * @return bytes
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * Its place among the records of its entry.
   *
   * @return 0 for the first
   */
  public int subSequenceNumber() {
    return subSequenceNumber;
  }

  /**
   * Its partition key.
   *
   * @return 1 to {@value EventRecord#MAX_PARTITION_KEY_CHARS} characters, unless another writer's
   *     aggregate says otherwise
   */
  public String partitionKey() {
    RecordTable aggregate = table;
    return aggregate == null || aggregate.isBroken(tableIndex)
        ? requireNonNull(entry).partitionKey()
        : aggregate.partitionKey(tableIndex);
  }

  /**
   * The id under which consumers drop duplicates.
   *
   * @return the id, or null if the producer gave none, or gave it to several documents together
   */
  public @Nullable EventId id() {
    RecordTable aggregate = table;
    return aggregate == null || isPart ? null : aggregate.id(tableIndex);
  }

  /**
   * A cursor at the beginning of the record's bytes.
   *
   * @return one and the same cursor for all records of this view, pointed anew
   */
  public JsonCursor json() {
    return json.pointTo(array, offset, sizeBytes);
  }

  /**
   * The record as an object that is valid as long as this view is: for a codec to decode.
   *
   * @return the record, over the bytes where they lie
   */
  public EventRecord passingRecord() {
    return identified(EventRecord.received(partitionKey(), array, offset, sizeBytes));
  }

  /**
   * The record as an object to keep.
   *
   * @return the record, over bytes of its own if those here will be overwritten
   */
  public EventRecord record() {
    if (!passing) {
      return passingRecord();
    }
    byte[] copy = Arrays.copyOfRange(array, offset, offset + sizeBytes);
    return identified(EventRecord.received(partitionKey(), copy, 0, copy.length));
  }

  /** Size and place; never the payload, since this reaches logs. */
  @Override
  public String toString() {
    return "RecordView[sub=" + subSequenceNumber + ", sizeBytes=" + sizeBytes + "]";
  }

  /**
   * Whether this is one of an aggregate's records.
   *
   * @return false if it is all that the entry holds
   */
  public boolean isOfAggregate() {
    return table != null;
  }

  /**
   * Whether this is one document of several that were put as one record.
   *
   * @return true if so: then an id of the whole is not its own
   */
  public boolean isPart() {
    return isPart;
  }

  void beginEntry(StoredEntry stored) {
    entry = stored;
    table = null;
    subSequenceNumber = 0;
    pointTo(stored.array(), stored.offset(), stored.sizeBytes());
  }

  void pointTo(RecordTable aggregate, int index, byte[] bytes) {
    table = aggregate;
    tableIndex = index;
    pointTo(bytes, aggregate.offset(index), aggregate.sizeBytes(index));
  }

  void pointToPart(byte[] bytes, int from, int to) {
    pointTo(bytes, from, to - from);
    isPart = true;
  }

  void pointTo(byte[] bytes, int from, int length) {
    isPart = false;
    array = bytes;
    offset = from;
    sizeBytes = length;
  }

  void visited() {
    subSequenceNumber++;
  }

  private EventRecord identified(EventRecord record) {
    RecordTable aggregate = table;
    if (aggregate == null) {
      return record;
    }
    HashKey hashKey = aggregate.explicitHashKey(tableIndex);
    EventRecord routed = hashKey == null ? record : record.withExplicitHashKey(hashKey);
    EventId id = id();
    return id == null ? routed : routed.withId(id);
  }
}
