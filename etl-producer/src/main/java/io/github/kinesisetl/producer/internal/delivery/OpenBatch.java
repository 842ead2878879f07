// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.EntryReader;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.schedule.Linked;

/**
 * The records of an aggregate that is being filled, under its lane's lock. It ends as a {@link
 * QueuedBatch}, and its aggregator goes to whoever makes the entry.
 */
final class OpenBatch extends Linked<OpenBatch> {

  /** Most bytes that an aggregate adds to a record. */
  private static final int RECORD_OVERHEAD_BYTES = 16;

  private final Lane lane;
  private final RecordAggregator aggregator;
  private final LogShare share;
  private final HashKey firstHash;
  private final long openedNanos;
  private final Callbacks callbacks = new Callbacks();
  private long eventBytes;
  private long reservedBytes = QueuedBatch.OVERHEAD_BYTES;
  private int wholeBytes; // of the aggregator, after the last record that it took as a whole
  private boolean full;

  /** An empty batch; its first record decides where it goes. */
  OpenBatch(
      Lane lane, RecordAggregator aggregator, LogShare share, HashKey firstHash, long openedNanos) {
    this.lane = lane;
    this.aggregator = aggregator;
    this.share = share;
    this.firstHash = firstHash;
    this.openedNanos = openedNanos;
    wholeBytes = aggregator.sizeBytes();
  }

  /**
   * What an event may take until its outcome is told, with the room that arrays are rounded up to.
   */
  static long bytesToReserve(KeyBuffer key, RecordBuffer data, PutCallback callback) {
    long bytes = (long) data.sizeBytes() + key.sizeBytes() + RECORD_OVERHEAD_BYTES;
    return bytes + bytes / 8 + (Callbacks.isNone(callback) ? 0 : Callbacks.BYTES_EACH);
  }

  /** Whether one more record keeps the aggregate within a bound. */
  boolean hasRoomFor(KeyBuffer key, RecordBuffer data, int maxBytes) {
    return !full
        && callbacks.size() < EntryReader.MAX_RECORDS
        && aggregator.sizeBytes() + RecordAggregator.maxBytesOf(key.sizeBytes(), data.sizeBytes())
            <= maxBytes;
  }

  /** Makes room for one more callback, so that records and callbacks never differ in number. */
  void prepare(PutCallback callback) {
    callbacks.prepare(callback);
  }

  /**
   * Takes a record that it is prepared for, and what was reserved for it. If memory runs out, the
   * batch is as it was, or it {@linkplain #isBroken is broken}.
   */
  void add(KeyBuffer key, RecordBuffer data, PutCallback callback, long reserved) {
    int unused = aggregator.add(key, data.array(), 0, data.sizeBytes());
    wholeBytes = aggregator.sizeBytes();
    callbacks.add(callback);
    eventBytes += data.sizeBytes();
    reservedBytes += reserved;
  }

  /** Whether memory ran out within a record: nobody could read what is written behind it. */
  boolean isBroken() {
    return aggregator.sizeBytes() != wholeBytes;
  }

  /** Says that no further record fits. */
  void markFull() {
    full = true;
  }

  /** The batch as it waits to be sent, and what its entry is made of; it takes no more records. */
  Draft close(long now) {
    var held = new HeldEntry(reservedBytes, QueuedBatch.OVERHEAD_BYTES + callbacks.heldBytes());
    var origin = new QueuedBatch.Origin(lane.generation(), openedNanos, now, full);
    var batch =
        new QueuedBatch(lane, firstHash, origin, new QueuedBatch.Contents(share, callbacks, held));
    AggregateIds ids = AggregateIds.fresh(share.producerEpoch(), share.aggregate());
    return new Draft(batch, aggregator, ids, wholeBytes);
  }

  Lane lane() {
    return lane;
  }

  RecordAggregator aggregator() {
    return aggregator;
  }

  LogShare share() {
    return share;
  }

  long openedNanos() {
    return openedNanos;
  }

  int size() {
    return callbacks.size();
  }

  long eventBytes() {
    return eventBytes;
  }
}
