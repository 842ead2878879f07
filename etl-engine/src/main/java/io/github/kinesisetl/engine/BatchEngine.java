// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.BatchMemory.Beginning;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch of one shard through decoder, processor and sinks: in order on the calling thread,
 * or side by side in lanes by partition key. Safe for use by many threads, a batch each.
 *
 * <p>What can never succeed becomes a dead letter and counts as done. What may pass is reported:
 * the lowest unfinished record is the position to begin again from. A record counts as done only
 * when all that came of it is stored.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public final class BatchEngine<I, O> implements AutoCloseable {

  private final EngineOptions<I, O> options;
  private final RecordReader reader;
  private final FailureLog log;
  private final TimeMargin margin;
  private final AttemptMemory attempts;
  private final EntryMarks.Waiting waiting;
  private final @Nullable LanePool lanes;

  /**
   * An engine.
   *
   * @param options what it is made of
   * @param log where failures are told
   * @param clock tells how old records are
   */
  public BatchEngine(EngineOptions<I, O> options, FailureLog log, InstantSource clock) {
    this(options, log, clock, BatchEngine::slept);
  }

  BatchEngine(
      EngineOptions<I, O> options,
      FailureLog log,
      InstantSource clock,
      EntryMarks.Waiting waiting) {
    this.options = requireNonNull(options, "options");
    this.log = requireNonNull(log, "log");
    this.reader = options.reader().newReader();
    this.margin = new TimeMargin(options.deadlineMargin().toMillis());
    this.attempts = new AttemptMemory(options.unknownFailures(), requireNonNull(clock, "clock"));
    this.waiting = waiting;
    this.lanes = options.lanes() > 1 ? new LanePool(options.lanes()) : null;
  }

  /**
   * Works on a batch.
   *
   * @param entries the batch
   * @param delivery how it was delivered
   * @return what is done of it
   */
  public BatchOutcome run(EntryBatch entries, Delivery delivery) {
    return run(entries, delivery, options.processor());
  }

  /**
   * Works on a batch with another processor than the options' own, such as a window's fold.
   *
   * @param entries the batch
   * @param delivery how it was delivered
   * @param processor works on its events
   * @return what is done of it
   */
  public BatchOutcome run(EntryBatch entries, Delivery delivery, Processor<I, O> processor) {
    var time = new TimeLeft(delivery.remainingMillis(), margin);
    var failures = new BatchFailures(log, attempts, delivery.id());
    BatchMemory memory = memory(entries, time, failures);
    DoneRecords done;
    try {
      done = memory == null ? DoneRecords.unremembered() : memory.begin(waitingIn(time));
    } catch (Throwable thrown) { // the border to users' code
      failures.failed(
          "idempotency", "what is done cannot be looked up: " + BatchMemory.told(thrown));
      return new BatchOutcome.Unfinished(Place.in(entries, 0), false);
    }
    var batch = new BatchContext(entries, reader, done, time, failures);
    BatchTally tally = run(processor, batch, delivery.redelivery());
    tally.report(options.metrics());
    int first = Math.min(entries.size(), Place.entry(tally.firstUnfinished()));
    boolean isDone = first == entries.size();
    // siblings share a sequence number
    int redelivered = isDone ? first : first - entries.siblingsBefore(first);
    if (memory != null) {
      memory.end(done, redelivered, tally.isStillRunning());
    }
    if (isDone) {
      return new BatchOutcome.Done();
    }
    options.metrics().count(MetricNames.BATCH_ITEM_FAILURES, 1);
    failures.retryFrom(redelivered);
    return new BatchOutcome.Unfinished(
        Place.in(entries, tally.firstUnfinished()), tally.isStillRunning());
  }

  /**
   * Writes results that belong to no single record, such as those of a window. If they cannot be
   * made or written for a reason unknown, they are tried again as often as {@link UnknownFailures}
   * says; then, and where the sink refuses some of them for good, a dead letter takes their place.
   *
   * @param results makes them; throws a {@link StoreException} for what may pass
   * @param place what they are counted by, and what their letter says of them
   * @param delivery how the batch was delivered that they are written with
   * @return why all of it has to be done again; empty if it is done
   * @since 0.1.0
   */
  public Optional<String> write(Supplier<List<O>> results, DeadLetter place, Delivery delivery) {
    var time = new TimeLeft(delivery.remainingMillis(), margin);
    var failures = new BatchFailures(log, attempts, delivery.id());
    return new GroupWrite<>(options, failures, time, place).write(results);
  }

  /**
   * Opens and decodes a batch, and goes no further: what processors and sinks do might have
   * effects. For whoever warms up before the first batch.
   *
   * @param entries records of nobody's
   */
  public void prime(EntryBatch entries) {
    var walk = new EntryWalk(reader, entries);
    var primer = new Primer<>(options.decoder());
    for (int entry = 0; entry < entries.size(); entry++) {
      boolean unused = walk.visit(entry, primer);
    }
  }

  /** Frees native memory, and ends the lanes. */
  @Override
  public void close() {
    reader.close();
    if (lanes != null) {
      lanes.close();
    }
  }

  private BatchTally run(Processor<I, O> processor, BatchContext batch, Redelivery redelivery) {
    LanePool pool = lanes;
    return pool == null
        ? new InOrder<>(options, processor, batch, redelivery).run()
        : new SideBySide<>(options, processor, batch).run(pool);
  }

  private @Nullable BatchMemory memory(EntryBatch entries, TimeLeft time, BatchFailures failures) {
    IdempotencyStore store = options.idempotencyStore();
    return store == null || entries.size() == 0
        ? null
        : new BatchMemory(store, options, reader, new Beginning(entries, time, failures));
  }

  private EntryMarks.Waiting waitingIn(TimeLeft time) {
    return pauseMillis -> time.mayWait(pauseMillis) && waiting.mayGoOnAfter(pauseMillis);
  }

  private static boolean slept(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
