// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.internal.RecordView;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was delivered, for the length of a call: the next record takes its place, and
 * nothing is made of it but what is asked for. Not safe for use by many threads.
 */
public final class ReceivedRecord {

  private final EntryBatch batch;
  private int entry;
  private int sub;
  private @Nullable RecordView view;
  private @Nullable EventRecord kept;
  private @Nullable JsonCursor cursor;

  ReceivedRecord(EntryBatch batch) {
    this.batch = batch;
  }

  /**
   * A cursor at the beginning of the record's bytes, which are JSON if the producer put JSON.
   *
   * @return the cursor; the same for the next record
   */
  public JsonCursor json() {
    RecordView passing = view;
    if (passing != null) {
      return passing.json();
    }
    JsonCursor own = cursor;
    if (own == null) {
      own = new JsonCursor();
      cursor = own;
    }
    EventRecord record = requireNonNull(kept);
    return own.pointTo(record.array(), record.offset(), record.sizeBytes());
  }

  /**
   * The record for a codec to decode.
   *
   * @return the record, out of its frames and aggregates; valid for the length of this call
   */
  public EventRecord passingRecord() {
    RecordView passing = view;
    return passing != null ? passing.passingRecord() : requireNonNull(kept);
  }

  /**
   * The record to keep.
   *
   * @return the record, out of its frames and aggregates, with bytes of its own
   */
  public EventRecord record() {
    RecordView passing = view;
    return passing != null ? passing.record() : requireNonNull(kept);
  }

  /**
   * The record's partition key.
   *
   * @return 1 to 256 characters
   */
  public String partitionKey() {
    RecordView passing = view;
    return passing != null ? passing.partitionKey() : requireNonNull(kept).partitionKey();
  }

  /**
   * Where the record lies on its stream.
   *
   * @return the position
   */
  public RecordPosition position() {
    return new RecordPosition(
        batch.shardId(entry), batch.sequenceNumber(entry), batch.siblingsBefore(entry) + sub);
  }

  /**
   * When its entry reached the stream.
   *
   * @return milliseconds since 1970; 0 if the event does not tell
   */
  public long arrivalMillis() {
    return batch.arrivalMillis(entry);
  }

  /**
   * What names the record for good: the id that its producer gave it, or else its position.
   *
   * @return the id as text
   */
  public String identity() {
    RecordView passing = view;
    EventId id = passing != null ? passing.id() : requireNonNull(kept).id();
    return id != null
        ? id.toString()
        : batch.shardId(entry)
            + ':'
            + batch.sequenceNumber(entry)
            + ':'
            + (batch.siblingsBefore(entry) + sub);
  }

  /**
   * The record's place in its entry.
   *
   * @return its index in the entry as it was delivered, from 0
   */
  public int sub() {
    return sub;
  }

  /**
   * The record's place in the batch.
   *
   * @return as {@link Place} makes it
   */
  public long place() {
    return Place.of(entry, sub);
  }

  ReceivedRecord pointTo(int index, RecordView record) {
    entry = index;
    view = record;
    kept = null;
    sub = record.subSequenceNumber();
    return this;
  }

  ReceivedRecord pointTo(int index, int subSequenceNumber, EventRecord record) {
    entry = index;
    view = null;
    kept = record;
    sub = subSequenceNumber;
    return this;
  }
}
