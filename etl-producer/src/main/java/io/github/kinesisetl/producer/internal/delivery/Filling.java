// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.internal.schedule.HandOff;
import io.github.kinesisetl.producer.internal.schedule.LinkedQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Begins and ends the filling of batches, under their lanes' locks. Safe for many threads. */
final class Filling {

  /** Where each record is an entry, nothing is gathered. */
  static final int NOTHING_GATHERED = 0;

  private final EntryEncoder encoder;
  private final HandOff<Draft> queue;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final IntSupplier maxAggregateBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedQueue<OpenBatch> open = new LinkedQueue<>(); // guarded by lock

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
      HandOff<Draft> queue,
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
      opened(batch);
      return batch;
    } finally {
      if (!isOpen) {
        settlement.discard();
      }
    }
  }

  /** The open batch that was opened first; null if none is open. */
  @Nullable OpenBatch oldest() {
    lock.lock();
    try {
      return open.first();
    } finally {
      lock.unlock();
    }
  }

  /** Seals several batches, which had better be sent together. */
  void together(Runnable sealing) {
    dispatcher.beginTogether();
    try {
      sealing.run();
    } finally {
      dispatcher.endTogether();
    }
  }

  /** Seals a locked lane's batch while others {@linkplain #together are sealed}. */
  void sealTogether(Lane lane) {
    seal(lane, true);
  }

  /**
   * Queues a locked lane's open batch, if there is one, and has its entry made. If that throws, the
   * batch stays open.
   */
  void seal(Lane lane) {
    seal(lane, false);
  }

  private void seal(Lane lane, boolean isTogether) {
    OpenBatch batch = lane.open();
    if (batch == null) {
      return;
    }
    Draft draft = batch.close(now());
    if (isTogether) {
      dispatcher.enqueueTogether(draft.batch());
    } else {
      dispatcher.enqueue(List.of(draft.batch()));
    }
    lane.open(null);
    closed(batch);
    queue.add(draft);
    settlement.sealed(batch.size(), batch.eventBytes());
  }

  private void opened(OpenBatch batch) {
    lock.lock();
    try {
      open.addLast(batch);
    } finally {
      lock.unlock();
    }
  }

  private void closed(OpenBatch batch) {
    lock.lock();
    try {
      boolean unused = open.remove(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a locked lane's open batch, which has no record. */
  void discard(Lane lane, OpenBatch batch) {
    lane.open(null);
    closed(batch);
    settlement.discard();
    if (!batch.isBroken()) {
      encoder.giveBack(batch.aggregator());
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
