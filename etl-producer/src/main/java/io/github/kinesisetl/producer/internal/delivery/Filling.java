// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import java.util.List;
import java.util.function.IntSupplier;

/** Begins and ends the filling of batches, under their lanes' locks. Safe for many threads. */
final class Filling {

  /** Where each record is an entry, nothing is gathered. */
  static final int NOTHING_GATHERED = 0;

  private final EntryEncoder encoder;
  private final EncodeQueue queue;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final IntSupplier maxAggregateBytes;

  /**
   * A filling.
   *
   * @param maxAggregateBytes most bytes of records in an entry, or {@link #NOTHING_GATHERED}
   * @param encoder where aggregators come from
   * @param queue gets what is sealed
   */
  Filling(
      IntSupplier maxAggregateBytes,
      EntryEncoder encoder,
      EncodeQueue queue,
      Dispatcher dispatcher,
      Settlement settlement) {
    this.encoder = encoder;
    this.queue = queue;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.maxAggregateBytes = maxAggregateBytes;
  }

  /** Most bytes of records in an entry; 0 where each record is an entry. */
  int maxAggregateBytes() {
    return maxAggregateBytes.getAsInt();
  }

  /** Opens a batch in a locked lane. */
  OpenBatch open(Lane lane, HashKey firstHash) {
    RecordAggregator aggregator = encoder.aggregator();
    LogShare share = settlement.begin();
    boolean isOpen = false;
    try {
      var batch = new OpenBatch(lane, aggregator, share, firstHash, now());
      lane.open(batch);
      isOpen = true;
      return batch;
    } finally {
      if (!isOpen) {
        settlement.discard();
      }
    }
  }

  /**
   * Queues a locked lane's open batch, if there is one, and has its entry made. If that throws, the
   * batch stays open.
   */
  void seal(Lane lane) {
    OpenBatch open = lane.open();
    if (open == null) {
      return;
    }
    Draft draft = open.close(now());
    dispatcher.enqueue(List.of(draft.batch()));
    lane.open(null);
    queue.add(draft);
    settlement.sealed(open.size(), open.eventBytes());
  }

  /** Forgets a locked lane's open batch, which has no record. */
  void discard(Lane lane, OpenBatch open) {
    lane.open(null);
    settlement.discard();
    if (!open.isBroken()) {
      encoder.giveBack(open.aggregator());
    }
  }

  /** Queues records that an earlier process left, all or none, and has their entries made. */
  void queue(List<Draft> drafts, long eventBytes) {
    dispatcher.enqueue(drafts.stream().map(Draft::batch).toList());
    for (Draft draft : drafts) {
      settlement.hold(draft.batch());
      queue.add(draft);
    }
    settlement.sealed(drafts.stream().mapToInt(draft -> draft.batch().size()).sum(), eventBytes);
  }

  /** Queues a record that is an entry by itself. */
  void queueAlone(Lane lane, HashKey hash, QueuedBatch.Contents contents, int eventBytes) {
    var origin = QueuedBatch.Origin.at(contents.held().readyNanos(), lane.generation());
    dispatcher.enqueue(List.of(new QueuedBatch(lane, hash, origin, contents)));
    dispatcher.encoded();
    settlement.sealed(1, eventBytes);
    settlement.encoded(eventBytes, 0);
  }

  /** Queues records of an earlier process that are entries by themselves, all or none. */
  void queueMade(List<QueuedBatch> batches, long eventBytes) {
    batches.forEach(settlement::hold);
    boolean isQueued = false;
    try {
      dispatcher.enqueue(batches);
      isQueued = true;
    } finally {
      if (!isQueued) {
        batches.forEach(settlement::passOn);
      }
    }
    dispatcher.encoded();
    settlement.sealed(batches.size(), eventBytes);
  }

  /** What was begun comes to nothing. */
  void discard() {
    settlement.discard();
  }

  /** Names the aggregate of a record that is an entry by itself. */
  LogShare begin() {
    return settlement.begin();
  }

  long now() {
    return dispatcher.retries().ticker().nanoTime();
  }
}
