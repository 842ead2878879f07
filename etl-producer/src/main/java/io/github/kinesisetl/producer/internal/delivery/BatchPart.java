// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.Arrays;
import java.util.function.Function;

/** Those records of an aggregate that go to one lane, with the ids that they have. */
final class BatchPart {

  private static final int INITIAL_RECORDS = 16;

  /** What an entry may take beside its records: ids, a frame's header, the rest of its array. */
  private static final int ENTRY_OVERHEAD_BYTES = 1024;

  private final Lane lane;
  private final HashKey firstHash;
  private final RecordAggregator aggregator;
  private final Callbacks callbacks = new Callbacks();
  private int[] positions = new int[INITIAL_RECORDS];
  private long eventBytes;

  /** An empty part; its first record decides where it goes. */
  BatchPart(Lane lane, HashKey firstHash, EntryEncoder encoder) {
    this.lane = lane;
    this.firstHash = firstHash;
    aggregator = encoder.aggregator();
  }

  void add(EventRecord record, int position, PutCallback callback) {
    if (callbacks.size() == positions.length) {
      positions = Arrays.copyOf(positions, positions.length * 2);
    }
    positions[callbacks.size()] = position;
    aggregator.add(record);
    callbacks.add(callback);
    eventBytes += record.sizeBytes();
  }

  Lane lane() {
    return lane;
  }

  HashKey firstHash() {
    return firstHash;
  }

  /** Where its first record stood in the aggregate that it was put in. */
  int firstPosition() {
    return positions[0];
  }

  int size() {
    return callbacks.size();
  }

  long eventBytes() {
    return eventBytes;
  }

  /** What the entry is to be made of; the part takes no more records. */
  Draft draft(LogShare share, Function<QueuedBatch.Contents, QueuedBatch> batch) {
    AggregateIds ids =
        AggregateIds.kept(
            share.producerEpoch(), share.aggregate(), Arrays.copyOf(positions, callbacks.size()));
    long besideBytes = QueuedBatch.OVERHEAD_BYTES + callbacks.heldBytes();
    long aggregateBytes = aggregator.sizeBytes();
    long entryBytes = aggregateBytes + aggregateBytes / 8 + ENTRY_OVERHEAD_BYTES;
    var held = new HeldEntry(besideBytes + entryBytes, besideBytes);
    QueuedBatch drafted = batch.apply(new QueuedBatch.Contents(share, callbacks, held));
    return new Draft(drafted, aggregator, ids, aggregator.sizeBytes());
  }

  /** What a batch holds whose entry is there from the start. */
  static QueuedBatch.Contents contents(LogShare share, Callbacks callbacks, Entry entry, long now) {
    long besideBytes = QueuedBatch.OVERHEAD_BYTES + callbacks.heldBytes();
    return new QueuedBatch.Contents(share, callbacks, HeldEntry.of(entry, besideBytes, now));
  }
}
