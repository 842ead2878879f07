// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.internal.UserCode;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
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

  /** Ids that a store is given in one call: between calls there is a look at the clock. */
  private static final int REMEMBERED_AT_ONCE = 500;

  private final EngineOptions<I, O> options;
  private final RecordReader reader;
  private final FailureLog log;
  private final TimeMargin margin;
  private final AttemptMemory attempts;
  private final @Nullable LanePool lanes;

  /**
   * An engine.
   *
   * @param options what it is made of
   * @param log where failures are told
   * @param clock tells how old records are
   */
  public BatchEngine(EngineOptions<I, O> options, FailureLog log, InstantSource clock) {
    this.options = requireNonNull(options, "options");
    this.log = requireNonNull(log, "log");
    this.reader = options.reader().newReader();
    this.margin = new TimeMargin(options.deadlineMargin().toMillis());
    this.attempts = new AttemptMemory(options.unknownFailures(), requireNonNull(clock, "clock"));
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
    DoneRecords done;
    try {
      done = new DoneRecords(doneBefore(entries));
    } catch (Throwable thrown) { // the border to users' code
      log.failure(
          "idempotency", "what is done cannot be looked up: " + told(thrown), delivery.id());
      return new BatchOutcome.Unfinished(Place.in(entries, 0), false);
    }
    var failures = new BatchFailures(log, attempts, delivery.id());
    var batch = new BatchContext(entries, reader, done, time, failures);
    BatchTally tally = run(processor, batch, delivery.redelivery());
    tally.report(options.metrics());
    int first = Place.entry(tally.firstUnfinished());
    if (first >= entries.size()) {
      remember(entries.size(), batch);
      return new BatchOutcome.Done();
    }
    int redelivered = first - entries.siblingsBefore(first); // they share a sequence number
    remember(redelivered, batch);
    options.metrics().count(MetricNames.BATCH_ITEM_FAILURES, 1);
    failures.retryFrom(redelivered);
    return new BatchOutcome.Unfinished(
        Place.in(entries, tally.firstUnfinished()), tally.isStillRunning());
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

  /** What was done of these entries before; null if nobody remembers. */
  private @Nullable Set<String> doneBefore(EntryBatch entries) {
    IdempotencyStore store = options.idempotencyStore();
    if (store == null || entries.size() == 0) {
      return null;
    }
    String scope = scope(entries);
    if (!store.mayKnow(scope)) {
      return Set.of();
    }
    return store.done(scope, identitiesFrom(0, entries));
  }

  /** Copies of an event may lie on several shards after a reshard; what comes again does not. */
  private String scope(EntryBatch entries) {
    return options.rememberAll() ? "" : entries.shardId(0);
  }

  private Set<String> identitiesFrom(int first, EntryBatch entries) {
    return Identities.from(first, entries.size(), new EntryWalk(reader, entries));
  }

  /** Only what will be delivered again is worth a write, unless the options say otherwise. */
  private void remember(int redelivered, BatchContext batch) {
    IdempotencyStore store = options.idempotencyStore();
    Set<String> done = batch.done().now();
    boolean comesAgain = redelivered < batch.entries().size();
    if (store == null || done.isEmpty() || !(comesAgain || options.rememberAll())) {
      return;
    }
    EntryBatch entries = batch.entries();
    if (!options.rememberAll()) {
      Set<String> again = identitiesFrom(redelivered, entries);
      again.retainAll(done);
      done = again;
    }
    remember(store, scope(entries), List.copyOf(done), batch);
  }

  /** Remembers what there is time for: what a function does once its time is over is cut off. */
  private static void remember(
      IdempotencyStore store, String scope, List<String> done, BatchContext batch) {
    for (int from = 0; from < done.size(); from += REMEMBERED_AT_ONCE) {
      if (from > 0 && batch.time().isNear()) {
        int left = done.size() - from;
        batch
            .failures()
            .failed(
                "idempotency late",
                "no time is left to remember %d records, which may be done twice".formatted(left));
        return;
      }
      List<String> next = done.subList(from, Math.min(done.size(), from + REMEMBERED_AT_ONCE));
      try {
        batch.time().measure(() -> store.remember(scope, next));
      } catch (Throwable thrown) { // the border to users' code
        String message = "what is done cannot be remembered, and may be done twice: ";
        batch.failures().failed("idempotency", message + told(thrown));
        return;
      }
    }
  }

  /** Our own exception says what was wrong without payload, of others the class must do. */
  private static String told(Throwable thrown) {
    String name = UserCode.survived(thrown);
    return thrown instanceof StoreException ? String.valueOf(thrown.getMessage()) : name;
  }
}
