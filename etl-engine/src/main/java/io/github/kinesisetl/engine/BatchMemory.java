// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.internal.UserCode;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import io.github.kinesisetl.engine.store.StoreException;
import java.util.List;
import java.util.Set;

/**
 * What a store is asked when a batch begins, and told when it ends: marks first, so that whatever
 * an earlier delivery did of an entry is known once the entry is this delivery's. Used by one
 * thread, for one batch.
 */
final class BatchMemory {

  /** Ids that a store is given in one call: between calls there is a look at the clock. */
  private static final int REMEMBERED_AT_ONCE = 500;

  private final IdempotencyStore store;
  private final boolean remembersAll;
  private final RecordReader reader;
  private final EntryBatch entries;
  private final TimeLeft time;
  private final BatchFailures failures;
  private final MarkOwner owner;

  /** The memory of a batch that has entries. */
  BatchMemory(
      IdempotencyStore store, EngineOptions<?, ?> options, RecordReader reader, Beginning batch) {
    this.store = store;
    this.remembersAll = options.rememberAll();
    this.reader = reader;
    this.entries = batch.entries();
    this.time = batch.time();
    this.failures = batch.failures();
    this.owner = EntryMarks.owner(entries, time.millis());
  }

  /**
   * Asks what is done, and marks what is not.
   *
   * @throws RuntimeException or an error if the store does not answer; then no mark is kept
   */
  DoneRecords begin(EntryMarks.Waiting waiting) {
    if (!store.marksEntries()) {
      return new DoneRecords(doneBefore(), EntryMarks.NONE);
    }
    EntryMarks marks = EntryMarks.of(entries);
    boolean isBegun = false;
    try {
      marks.take(store, owner, () -> !time.isNear(), waiting);
      var done = new DoneRecords(doneBefore(), marks);
      isBegun = true;
      return done;
    } finally {
      if (!isBegun) {
        release(marks.mayBeOwn());
      }
    }
  }

  /**
   * Remembers what is done, ends the marks of finished entries, and gives the others free.
   *
   * @param done what became of the records
   * @param redelivered the first entry that is delivered again; behind all if none is
   * @param isStillRunning whether a lane may still have effects: then its marks stay
   */
  void end(DoneRecords done, int redelivered, boolean isStillRunning) {
    Set<String> ids = done.now();
    if (!ids.isEmpty() && (redelivered < entries.size() || remembersAll)) {
      if (!remembersAll) { // only what comes again is worth a write
        Set<String> again = identitiesFrom(redelivered);
        again.retainAll(ids);
        ids = again;
      }
      inParts(List.copyOf(ids), some -> store.remember(scope(), some));
    }
    inParts(done.marks().ownBefore(redelivered), some -> store.finish(owner, some));
    if (!isStillRunning) {
      release(done.marks().ownFrom(redelivered));
    }
  }

  private Set<String> doneBefore() {
    return store.mayKnow(scope()) ? store.done(scope(), identitiesFrom(0)) : Set.of();
  }

  /** Copies of an event may lie on several shards after a reshard; what comes again does not. */
  private String scope() {
    return remembersAll ? "" : entries.shardId(0);
  }

  private Set<String> identitiesFrom(int first) {
    return Identities.from(first, entries.size(), new EntryWalk(reader, entries));
  }

  /** Tells what there is time for: what a function does once its time is over is cut off. */
  private void inParts(List<String> names, StoreCall call) {
    for (int from = 0; from < names.size(); from += REMEMBERED_AT_ONCE) {
      if (from > 0 && time.isNear()) {
        failures.failed(
            "idempotency late",
            "no time is left to remember %d of a batch, which may be done twice"
                .formatted(names.size() - from));
        return;
      }
      List<String> next = names.subList(from, Math.min(names.size(), from + REMEMBERED_AT_ONCE));
      try {
        time.measure(() -> call.tell(next));
      } catch (Throwable thrown) { // the border to users' code
        String message = "what is done cannot be remembered, and may be done twice: ";
        failures.failed("idempotency", message + told(thrown));
        return;
      }
    }
  }

  private void release(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    try {
      store.release(owner, names, () -> time.millis() > 0);
    } catch (Throwable thrown) { // the border to users' code
      failures.failed("idempotency marks", "marks stay until their lease is over: " + told(thrown));
    }
  }

  /** Our own exception says what was wrong without payload, of others the class must do. */
  static String told(Throwable thrown) {
    String name = UserCode.survived(thrown);
    return thrown instanceof StoreException ? String.valueOf(thrown.getMessage()) : name;
  }

  /**
   * A batch that begins.
   *
   * @param entries its entries, at least one
   * @param time how much time is left for it
   * @param failures tells of failures
   */
  record Beginning(EntryBatch entries, TimeLeft time, BatchFailures failures) {}

  /** Tells a store of some names. */
  @FunctionalInterface
  private interface StoreCall {
    void tell(List<String> some);
  }
}
