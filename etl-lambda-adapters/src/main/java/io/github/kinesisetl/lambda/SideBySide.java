// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.codec.RecordWalk;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.lambda.event.EntryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One batch in lanes by partition key: the records of a key are in one lane, in order. The calling
 * thread opens the entries, starts the lanes and waits; what a lane found is read only when it has
 * ended, so nothing is shared that could be lost. Used once.
 */
final class SideBySide<I, O> implements RecordVisitor {

  /** What is kept back of the time left, to answer when a lane does not end. */
  private static final long ANSWER_MILLIS = 100;

  private final Stages<I, O> stages;
  private final Processor<I, O> processor;
  private final BatchContext batch;
  private final List<List<Task>> tasks = new ArrayList<>();
  private final List<Malformed> malformed = new ArrayList<>();
  private int entry;
  private int firstUnopened = BatchContext.ALL_DONE;
  private long read;

  SideBySide(Stages<I, O> stages, Processor<I, O> processor, BatchContext batch) {
    this.stages = stages;
    this.processor = processor;
    this.batch = batch;
  }

  BatchReport run(LanePool pool) {
    for (int i = 0; i < pool.lanes(); i++) {
      tasks.add(new ArrayList<>());
    }
    open();
    List<Running<I, O>> running = new ArrayList<>();
    for (List<Task> lane : tasks) {
      if (!lane.isEmpty()) {
        var run = new LaneRun<>(stages, processor, batch);
        running.add(new Running<>(run, lane, pool.start(() -> work(run, lane))));
      }
    }
    LaneRun<I, O> broken = buried();
    int first = Math.min(firstUnopened, broken.firstUnfinished());
    RecordTally tally = new RecordTally(read, 0, 0).plus(broken.tally());
    boolean allEnded = true;
    for (Running<I, O> lane : running) {
      boolean ended = hasEnded(lane.ending());
      allEnded &= ended;
      first = Math.min(first, ended ? lane.run().firstUnfinished() : lane.tasks().get(0).entry());
      tally = tally.plus(ended ? lane.run().tally() : RecordTally.NONE);
    }
    return new BatchReport(first, allEnded, tally);
  }

  @Override
  public boolean opened(RecordView view) {
    read++;
    EventRecord record = view.record();
    int lane = Math.floorMod(spread(record.partitionKey().hashCode()), tasks.size());
    tasks.get(lane).add(new Task(entry, view.subSequenceNumber(), record));
    return true;
  }

  @Override
  public boolean malformed(RecordView view, MalformedFrameException cause) {
    read++;
    var task = new Task(entry, view.subSequenceNumber(), view.record());
    malformed.add(new Malformed(task, cause.reason() + ": " + cause.getMessage()));
    return true;
  }

  private void open() {
    EntryBatch entries = batch.entries();
    RecordWalk walk = batch.walk();
    var stored = new BatchEntry(entries);
    for (entry = 0; entry < entries.size(); entry++) {
      String defect = entries.defect(entry);
      stored.moveTo(entry);
      if (defect == null) {
        if (!isOpened(walk, stored)) {
          firstUnopened = entry;
          return;
        }
      } else {
        read++;
        malformed.add(new Malformed(new Task(entry, 0, stored.copy()), defect));
      }
    }
  }

  /** What opens frames may be down; then this entry and those behind it come again. */
  private boolean isOpened(RecordWalk walk, BatchEntry stored) {
    try {
      return walk.visit(stored, this);
    } catch (DataKeyException | ClaimStoreException e) {
      batch.failed("read", "an entry cannot be opened now: " + e.getMessage());
      return false;
    }
  }

  /** The dead letters of what could not be opened, written by the calling thread. */
  private LaneRun<I, O> buried() {
    var run = new LaneRun<>(stages, processor, batch);
    var record = new ReceivedRecord(batch.entries());
    for (Malformed broken : malformed) {
      Task task = broken.task();
      record.pointTo(task.entry(), task.sub(), task.record());
      if (batch.begin(record.identity())) {
        run.buryUnread(record, broken.reason());
      }
    }
    run.write();
    return run;
  }

  private void work(LaneRun<I, O> run, List<Task> lane) {
    DeadlineGuard guard = batch.guard();
    var record = new ReceivedRecord(batch.entries());
    for (Task task : lane) {
      if (guard.isNear() || Thread.currentThread().isInterrupted()) {
        run.stopAt(task.entry());
      }
      if (run.hasStopped() || !run.take(record.pointTo(task.entry(), task.sub(), task.record()))) {
        break;
      }
    }
    run.write();
  }

  private boolean hasEnded(Future<?> ending) {
    try {
      long millis = Math.max(1, batch.remainingMillis() - ANSWER_MILLIS);
      Object unused = ending.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | CancellationException e) {
      batch.failed("lane", "a lane does not end in time; its records are reported");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof VirtualMachineError error) {
        throw error;
      }
      String thrown = cause == null ? "nothing" : cause.getClass().getName();
      batch.failed("lane", "a lane ended with " + thrown);
      return false;
    }
    ending.cancel(true);
    return false;
  }

  /** Keys that differ in their last characters only must not meet in one lane. */
  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  /** A record for a lane. */
  private record Task(int entry, int sub, EventRecord record) {}

  /** A record that could not be opened, and why. */
  private record Malformed(Task task, String reason) {}

  /** A lane that was started. */
  private record Running<I, O>(LaneRun<I, O> run, List<Task> tasks, Future<?> ending) {}
}
