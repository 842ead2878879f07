// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.codec.RecordWalk;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.lambda.event.EntryBatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes of one batch share: its entries, the time, what was done before, and what is done
 * now. Safe for use by many threads.
 */
final class BatchContext {

  /** No entry is unfinished. */
  static final int ALL_DONE = Integer.MAX_VALUE;

  private final HandlerParts parts;
  private final EntryBatch entries;
  private final IntSupplier remainingMillis;
  private final String requestId;
  private final Set<String> doneBefore;
  private final @Nullable Set<String> doneNow;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  BatchContext(
      HandlerParts parts,
      EntryBatch entries,
      IntSupplier remainingMillis,
      String requestId,
      @Nullable Set<String> doneBefore) {
    this.parts = parts;
    this.entries = entries;
    this.remainingMillis = remainingMillis;
    this.requestId = requestId;
    this.doneBefore = doneBefore == null ? Set.of() : doneBefore;
    this.doneNow = doneBefore == null ? null : ConcurrentHashMap.newKeySet();
  }

  EntryBatch entries() {
    return entries;
  }

  DeadlineGuard guard() {
    return new DeadlineGuard(remainingMillis, parts.margin());
  }

  TimeMargin margin() {
    return parts.margin();
  }

  int remainingMillis() {
    return remainingMillis.getAsInt();
  }

  /** Whether it is remembered which records are done. */
  boolean remembers() {
    return doneNow != null;
  }

  /**
   * Whether a record is to be worked on: it was neither done before nor met in this batch, as a
   * copy that its producer sent twice. If the first copy fails, the batch comes again from there.
   */
  boolean begin(String identity) {
    return !doneBefore.contains(identity) && begun.add(identity);
  }

  void done(String identity) {
    if (doneNow != null) {
      doneNow.add(identity);
    }
  }

  Set<String> doneNow() {
    return doneNow == null ? Set.of() : doneNow;
  }

  void failed(String kind, String message) {
    parts.log().failure(kind, message, requestId);
  }

  void lost(String reason) {
    parts.log().error("the dead-letter sink refuses a record for good: " + reason, requestId);
  }

  /** Whether a record that failed for a reason unknown has not failed too often, nor is too old. */
  boolean mayTryAgain(ReceivedRecord record) {
    InstantSource clock = parts.clock();
    String identity = record.identity();
    long arrival = record.arrivalMillis();
    boolean tooOld = arrival > 0 && clock.millis() - arrival > parts.retries().maxAge().toMillis();
    if (tooOld || parts.attempts().failed(identity) >= parts.retries().maxAttempts()) {
      parts.attempts().forget(identity);
      return false;
    }
    return true;
  }

  /** Reads an entry again, for a record that was not kept. */
  ReceivedRecord find(int entry, int sub) {
    var found = new Finder(sub);
    boolean unused = parts.reader().walk().visit(new BatchEntry(entries).moveTo(entry), found);
    return new ReceivedRecord(entries).pointTo(entry, sub, found.records.get(0));
  }

  RecordWalk walk() {
    return parts.reader().walk();
  }

  /** Looks for one record of an entry. */
  private static final class Finder implements RecordVisitor {
    private final int sub;
    private final List<EventRecord> records = new ArrayList<>(1);

    Finder(int sub) {
      this.sub = sub;
    }

    @Override
    public boolean opened(RecordView record) {
      return isNotYet(record);
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return isNotYet(stored);
    }

    private boolean isNotYet(RecordView record) {
      if (record.subSequenceNumber() == sub) {
        records.add(record.record());
      }
      return records.isEmpty();
    }
  }
}
