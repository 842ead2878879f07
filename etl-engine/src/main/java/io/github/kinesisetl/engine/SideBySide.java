// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
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
final class SideBySide<I, O> implements EntryWalk.Visitor {

  /** What is kept back of the time left, to answer when a lane does not end. */
  private static final long ANSWER_MILLIS = 100;

  private final EngineOptions<I, O> options;
  private final Processor<I, O> processor;
  private final BatchContext batch;
  private final List<List<Task>> tasks = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final BatchTally tally = new BatchTally();
  private int entry;
  private int nextSub; // of the entry, behind the record that was shown last

  SideBySide(EngineOptions<I, O> options, Processor<I, O> processor, BatchContext batch) {
    this.options = options;
    this.processor = processor;
    this.batch = batch;
  }

  BatchTally run(LanePool pool) {
    for (int i = 0; i < pool.lanes(); i++) {
      tasks.add(new ArrayList<>());
    }
    open();
    List<Running<I, O>> running = new ArrayList<>();
    for (List<Task> lane : tasks) {
      if (!lane.isEmpty()) {
        var run = new LaneRun<>(options, processor, batch);
        running.add(new Running<>(run, lane, pool.start(() -> work(run, lane))));
      }
    }
    tally.add(buried());
    for (Running<I, O> lane : running) {
      Ending ending = ending(lane.ending());
      if (ending == Ending.IN_TIME) {
        tally.add(lane.run());
        continue;
      }
      tally.unfinished(lane.tasks().get(0).place());
      if (ending == Ending.NOT_IN_TIME) {
        tally.stillRunning();
      }
    }
    return tally;
  }

  @Override
  public boolean opened(ReceivedRecord record) {
    tally.read();
    nextSub = record.sub() + 1;
    int lane = Math.floorMod(spread(record.partitionKey().hashCode()), tasks.size());
    tasks.get(lane).add(new Task(entry, record.sub(), record.record()));
    return true;
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    tally.read();
    nextSub = record.sub() + 1;
    unreadable.add(new Unreadable(new Task(entry, record.sub(), record.record()), reason));
    return true;
  }

  private void open() {
    EntryWalk walk = batch.walk();
    DeadlineGuard guard = batch.time().guard();
    int size = batch.entries().size();
    for (entry = 0; entry < size; entry++) {
      if (guard.isNear() || !isOpened(walk)) {
        tally.unfinished(Place.of(entry, 0));
        return;
      }
    }
  }

  /** What opens frames may be down; then this entry and those behind it come again. */
  private boolean isOpened(EntryWalk walk) {
    nextSub = 0;
    try {
      return walk.visit(entry, this);
    } catch (Throwable thrown) { // the border to users' code: keys, claims
      String reason = "an entry cannot be opened now: " + BatchFailures.unopenable(thrown);
      batch.failures().failed("read", reason);
      if (batch.failures().mayOpenAgain(batch.entries(), entry)) {
        return false;
      }
      return unreadable(walk.showStored(entry, nextSub), reason);
    }
  }

  /** The dead letters of what could not be opened, written by the calling thread. */
  private LaneRun<I, O> buried() {
    var run = new LaneRun<>(options, processor, batch);
    EntryWalk walk = batch.walk();
    for (Unreadable broken : unreadable) {
      run.takeUnreadable(broken.task().shownBy(walk), broken.reason());
    }
    run.write();
    return run;
  }

  private void work(LaneRun<I, O> run, List<Task> lane) {
    DeadlineGuard guard = batch.time().guard();
    EntryWalk walk = batch.walk();
    for (Task task : lane) {
      if (guard.isNear() || Thread.currentThread().isInterrupted()) {
        run.stopAt(task.place());
      }
      if (run.hasStopped() || !run.take(task.shownBy(walk))) {
        break;
      }
    }
    run.write();
  }

  private Ending ending(Future<?> lane) {
    try {
      long millis = Math.max(1, batch.time().millis() - ANSWER_MILLIS);
      Object unused = lane.get(millis, TimeUnit.MILLISECONDS);
      return Ending.IN_TIME;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | CancellationException e) {
      batch.failures().failed("lane", "a lane does not end in time; its records are reported");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof VirtualMachineError error) {
        throw error;
      }
      String thrown = cause == null ? "nothing" : cause.getClass().getName();
      batch.failures().failed("lane", "a lane ended with " + thrown);
      return Ending.THROWN;
    }
    boolean unused = lane.cancel(true);
    return Ending.NOT_IN_TIME;
  }

  /** Keys that differ in their last characters only must not meet in one lane. */
  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  /** How a lane ended. */
  private enum Ending {
    IN_TIME,
    NOT_IN_TIME,
    THROWN
  }

  /** A record for a lane. */
  private record Task(int entry, int sub, EventRecord record) {

    long place() {
      return Place.of(entry, sub);
    }

    ReceivedRecord shownBy(EntryWalk walk) {
      return walk.show(entry, sub, record);
    }
  }

  /** A record that could not be opened, and why. */
  private record Unreadable(Task task, String reason) {}

  /** A lane that was started. */
  private record Running<I, O>(LaneRun<I, O> run, List<Task> tasks, Future<?> ending) {}
}
