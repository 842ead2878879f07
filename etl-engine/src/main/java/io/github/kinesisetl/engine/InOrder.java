// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.entry.ReceivedRecord;

/** One batch on the calling thread, one record after the other. Used once. */
final class InOrder<I, O> implements EntryWalk.Visitor {

  private final BatchContext batch;
  private final LaneRun<I, O> lane;
  private final DeadlineGuard guard;
  private final BatchTally tally = new BatchTally();
  private final boolean forgetsUnfinishedEntries;
  private int entry;
  private int nextSub; // of the entry, behind the record that was shown last

  InOrder(
      EngineOptions<I, O> options,
      Processor<I, O> processor,
      BatchContext batch,
      Redelivery redelivery) {
    this.batch = batch;
    this.lane = new LaneRun<>(options, processor, batch);
    this.guard = batch.time().guard();
    this.forgetsUnfinishedEntries = redelivery == Redelivery.ENTRY && !batch.done().areRemembered();
  }

  BatchTally run() {
    int size = batch.entries().size();
    EntryWalk walk = batch.walk();
    for (entry = 0; entry < size && !lane.hasStopped(); entry++) {
      if (guard.isNear()) {
        lane.stopAt(Place.of(entry, 0));
      } else {
        work(walk);
        lane.writeIfMany();
      }
    }
    lane.write();
    tally.add(lane);
    return tally;
  }

  private void work(EntryWalk walk) {
    int results = lane.gatheredResults();
    int letters = lane.gatheredLetters();
    nextSub = 0;
    if (!isOpened(walk) && forgetsUnfinishedEntries) {
      lane.forgetBehind(results, letters); // the entry comes again as a whole
      lane.stopAt(Place.of(entry, 0));
    }
  }

  /** What opens frames may be down; then the entry comes again. */
  private boolean isOpened(EntryWalk walk) {
    try {
      return walk.visit(entry, this);
    } catch (Throwable thrown) { // the border to users' code: keys, claims
      String reason = "an entry cannot be opened now: " + BatchFailures.unopenable(thrown);
      batch.failures().failed("read", reason);
      if (!batch.failures().mayOpenAgain(batch.entries(), entry)) {
        lane.takeUnreadable(walk.showStored(entry, nextSub), reason);
        return true;
      }
      lane.stopAt(Place.of(entry, nextSub));
      return false;
    }
  }

  @Override
  public boolean opened(ReceivedRecord record) {
    tally.read();
    nextSub = record.sub() + 1;
    if (record.sub() > 0 && guard.isNear()) {
      lane.stopAt(record.place());
      return false;
    }
    return lane.take(record);
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    tally.read();
    nextSub = record.sub() + 1;
    lane.takeUnreadable(record, reason);
    return true;
  }
}
