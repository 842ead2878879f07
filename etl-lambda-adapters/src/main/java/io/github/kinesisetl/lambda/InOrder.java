// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.codec.RecordWalk;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.lambda.event.EntryBatch;

/** One batch on the calling thread, one record after the other. Used once. */
final class InOrder<I, O> implements RecordVisitor {

  private final BatchContext batch;
  private final LaneRun<I, O> lane;
  private final DeadlineGuard guard;
  private final ReceivedRecord record;
  private int entry;
  private long read;

  InOrder(Stages<I, O> stages, Processor<I, O> processor, BatchContext batch) {
    this.batch = batch;
    this.lane = new LaneRun<>(stages, processor, batch);
    this.guard = batch.guard();
    this.record = new ReceivedRecord(batch.entries());
  }

  BatchReport run() {
    EntryBatch entries = batch.entries();
    RecordWalk walk = batch.walk();
    var stored = new BatchEntry(entries);
    for (entry = 0; entry < entries.size() && !lane.hasStopped(); entry++) {
      if (guard.isNear()) {
        lane.stopAt(entry);
      } else {
        work(walk, stored.moveTo(entry));
        lane.writeIfMany();
      }
    }
    lane.write();
    return new BatchReport(
        lane.firstUnfinished(), true, new RecordTally(read, 0, 0).plus(lane.tally()));
  }

  private void work(RecordWalk walk, BatchEntry stored) {
    String defect = batch.entries().defect(entry);
    if (defect != null) {
      read++;
      lane.buryUnread(record.pointTo(entry, 0, stored.copy()), defect);
      return;
    }
    int results = lane.gatheredResults();
    int letters = lane.gatheredLetters();
    if (!isOpened(walk, stored) && !batch.remembers()) {
      lane.forgetBehind(results, letters); // the entry comes again as a whole
    }
  }

  /** What opens frames may be down; then the entry comes again. */
  private boolean isOpened(RecordWalk walk, BatchEntry stored) {
    try {
      return walk.visit(stored, this);
    } catch (DataKeyException | ClaimStoreException e) {
      batch.failed("read", "an entry cannot be opened now: " + e.getMessage());
      lane.stopAt(entry);
      return false;
    }
  }

  @Override
  public boolean opened(RecordView view) {
    read++;
    if (view.subSequenceNumber() > 0 && guard.isNear()) {
      lane.stopAt(entry);
      return false;
    }
    return lane.take(record.pointTo(entry, view));
  }

  @Override
  public boolean malformed(RecordView view, MalformedFrameException cause) {
    read++;
    record.pointTo(entry, view);
    if (!batch.remembers() || batch.begin(record.identity())) {
      lane.buryUnread(record, cause.reason() + ": " + cause.getMessage());
    }
    return true;
  }
}
