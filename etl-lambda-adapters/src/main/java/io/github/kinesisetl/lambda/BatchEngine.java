// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.lambda.event.EntryBatch;
import io.github.kinesisetl.lambda.idempotency.IdempotencyStore;
import io.github.kinesisetl.lambda.idempotency.StoreException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch of one shard through the stages: in order on the calling thread, or side by side in
 * lanes by partition key. Safe for use by many threads, a batch each.
 *
 * <p>What can never succeed becomes a dead letter and counts as done. What may pass is reported:
 * the first unfinished entry is the position to begin again from. An entry counts as done only when
 * all that came of it is stored.
 */
final class BatchEngine<I, O> implements AutoCloseable {

  private final Stages<I, O> stages;
  private final HandlerParts parts;
  private final EtlMetrics metrics;
  private final @Nullable LanePool lanes;

  BatchEngine(Stages<I, O> stages, HandlerLog log, InstantSource clock) {
    this.stages = stages;
    this.metrics = stages.metrics();
    this.parts =
        new HandlerParts(
            stages.newReader(),
            log,
            new TimeMargin(stages.deadlineMargin().toMillis()),
            new AttemptMemory(),
            stages.unknownFailures(),
            clock);
    this.lanes = stages.lanes() > 1 ? new LanePool(stages.lanes()) : null;
  }

  /**
   * Works on a batch.
   *
   * @param entries the batch
   * @param processor what works on its events: the stages' own, or a window's fold
   * @param remainingMillis tells the time left
   * @param requestId names the invocation in the log
   * @return what is done of it
   */
  BatchReport run(
      EntryBatch entries,
      Processor<I, O> processor,
      IntSupplier remainingMillis,
      String requestId) {
    Set<String> known;
    try {
      known = doneBefore(entries);
    } catch (StoreException e) {
      parts
          .log()
          .failure("idempotency", "what is done cannot be looked up: " + e.getMessage(), requestId);
      return new BatchReport(0, true, RecordTally.NONE);
    }
    var batch = new BatchContext(parts, entries, remainingMillis, requestId, known);
    BatchReport report = run(processor, batch);
    report.tally().report(metrics);
    int retryFrom = firstSibling(entries, report.firstUnfinished());
    remember(entries, retryFrom, batch, requestId);
    if (retryFrom < entries.size()) {
      metrics.count(MetricNames.BATCH_ITEM_FAILURES, 1);
      parts.log().info("asking for a retry from entry " + retryFrom, requestId);
    }
    return new BatchReport(retryFrom, report.allEnded(), report.tally());
  }

  /** Opens and decodes a batch, and goes no further: what the stages do might have effects. */
  void prime(EntryBatch entries) {
    var record = new ReceivedRecord(entries);
    var walk = parts.reader().walk();
    var stored = new BatchEntry(entries);
    for (int i = 0; i < entries.size(); i++) {
      boolean unused = walk.visit(stored.moveTo(i), new Primer<>(stages.decoder(), record, i));
    }
  }

  @Override
  public void close() {
    parts.reader().close();
    if (lanes != null) {
      lanes.close();
    }
  }

  private BatchReport run(Processor<I, O> processor, BatchContext batch) {
    LanePool pool = lanes;
    return pool == null
        ? new InOrder<>(stages, processor, batch).run()
        : new SideBySide<>(stages, processor, batch).run(pool);
  }

  /** Siblings share a sequence number, and to report it brings all of them again. */
  private static int firstSibling(EntryBatch entries, int entry) {
    return entry < entries.size() ? entry - entries.siblingsBefore(entry) : entry;
  }

  /** What was done of these entries before; null if nobody remembers. */
  private @Nullable Set<String> doneBefore(EntryBatch entries) {
    IdempotencyStore store = stages.idempotencyStore();
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
    return stages.remembersAll() ? "" : entries.shardId(0);
  }

  private Set<String> identitiesFrom(int first, EntryBatch entries) {
    var identities = new Identities(entries);
    identities.addFrom(first, parts.reader().walk());
    return identities.found();
  }

  /** Only what will be delivered again is worth a write, unless the stages say otherwise. */
  private void remember(EntryBatch entries, int retryFrom, BatchContext batch, String requestId) {
    IdempotencyStore store = stages.idempotencyStore();
    boolean comesAgain = retryFrom < entries.size();
    if (store == null || batch.doneNow().isEmpty() || !(comesAgain || stages.remembersAll())) {
      return;
    }
    Set<String> done = batch.doneNow();
    if (!stages.remembersAll()) {
      done = identitiesFrom(retryFrom, entries);
      done.retainAll(batch.doneNow());
    }
    try {
      if (!done.isEmpty()) {
        store.remember(scope(entries), done);
      }
    } catch (StoreException e) {
      String message = "what is done cannot be remembered, and may be done twice: ";
      parts.log().failure("idempotency", message + requireNonNull(e.getMessage()), requestId);
    }
  }
}
