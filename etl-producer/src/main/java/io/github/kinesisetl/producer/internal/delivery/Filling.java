// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.internal.LingerWatch;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import java.util.function.IntSupplier;
import java.util.function.LongUnaryOperator;

/** Begins and ends the filling of batches, under their lanes' locks. Safe for many threads. */
final class Filling {

  /** Where each record is an entry, nothing is gathered. */
  static final int NOTHING_GATHERED = 0;

  private final EntryMaker entryMaker;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final LingerWatch linger;
  private final IntSupplier maxAggregateBytes;

  /**
   * A filling.
   *
   * @param maxAggregateBytes most bytes of records in an entry, or {@link #NOTHING_GATHERED}
   */
  Filling(
      EntryMaker entryMaker,
      Dispatcher dispatcher,
      Settlement settlement,
      LingerWatch linger,
      IntSupplier maxAggregateBytes) {
    this.entryMaker = entryMaker;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.linger = linger;
    this.maxAggregateBytes = maxAggregateBytes;
  }

  /** Seals what lingers from now on, by a thread of its own. */
  void start(LongUnaryOperator sealer) {
    linger.start(sealer);
  }

  /** Lets nothing linger any more. */
  void stop() {
    linger.stop();
  }

  /** Most bytes of records in an entry; 0 where each record is an entry. */
  int maxAggregateBytes() {
    return maxAggregateBytes.getAsInt();
  }

  /** Opens a batch in a locked lane. */
  OpenBatch open(Lane lane, HashKey firstHash) {
    long now = linger.now();
    var batch = new OpenBatch(lane, entryMaker.aggregator(), settlement.begin(), firstHash, now);
    lane.open(batch);
    linger.opened(now);
    return batch;
  }

  /** Queues a locked lane's open batch, if there is one, and has its entry made. */
  void seal(Lane lane) {
    OpenBatch open = lane.open();
    if (open == null) {
      return;
    }
    QueuedBatch batch = open.close(linger.now()); // may fail, and then the batch stays open
    LogShare share = open.share();
    AggregateIds ids = AggregateIds.fresh(share.producerEpoch(), share.aggregate());
    lane.open(null);
    dispatcher.enqueue(batch);
    entryMaker.submit(new Draft(batch, open.aggregator(), ids));
    settlement.sealed(open.size(), open.eventBytes());
  }

  /** Forgets a locked lane's open batch, which has no record. */
  void discard(Lane lane, OpenBatch open) {
    lane.open(null);
    entryMaker.giveBack(open.aggregator());
    settlement.discard();
  }

  /** Queues records that an earlier process left, and has their entry made. */
  void queue(Draft draft, long eventBytes) {
    settlement.hold(draft.batch());
    dispatcher.enqueue(draft.batch());
    entryMaker.submit(draft);
    settlement.sealed(draft.batch().size(), eventBytes);
  }

  /** Queues a record that is an entry by itself. */
  void queueAlone(Lane lane, HashKey hash, QueuedBatch.Contents contents, int eventBytes) {
    settlement.encoded(eventBytes, 0);
    queue(lane, hash, contents, eventBytes);
  }

  /** Queues records whose entry is there. */
  void queue(Lane lane, HashKey firstHash, QueuedBatch.Contents contents, long eventBytes) {
    var origin = QueuedBatch.Origin.at(contents.held().readyNanos(), lane.generation());
    var batch = new QueuedBatch(lane, firstHash, origin, contents);
    dispatcher.enqueue(batch);
    dispatcher.encoded();
    settlement.sealed(batch.size(), eventBytes);
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
    return linger.now();
  }
}
