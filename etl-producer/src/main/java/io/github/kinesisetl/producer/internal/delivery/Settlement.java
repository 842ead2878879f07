// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books about batches, and their one end: whoever claims a batch first counts it, gives its
 * memory back and tells its callbacks. The log of a durable producer forgets events only when they
 * are stored, or refused by themselves and told to somebody or set aside; it keeps what is left by
 * a close or lost by a defect. Safe for use by many threads.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final FailureLog callbackFailures;
  private final FailureLog refusals;
  private final FailureLog losses;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final FramePool frames;
  private final Ticker ticker;

  /**
   * The books.
   *
   * @param frames where the arrays of entries go
   */
  Settlement(
      ProducerCounters counters,
      MemoryBudget budget,
      FramePool frames,
      EventLog eventLog,
      Ticker ticker) {
    callbackFailures = new FailureLog(log, "the event's outcome stands", ticker);
    refusals =
        new FailureLog(
            log, "they are set aside in the log, and the next producer tries them", ticker);
    losses = new FailureLog(log, "the log keeps them for the next producer", ticker);
    this.counters = counters;
    this.budget = budget;
    this.eventLog = eventLog;
    this.frames = frames;
    this.ticker = ticker;
  }

  /** Whether events wait for whatever keeps them from the stream, however long that takes. */
  boolean isDurable() {
    return eventLog.isDurable();
  }

  /** A batch is begun: its aggregate has a name, and what the batch itself takes is held. */
  LogShare begin() {
    LogShare share = eventLog.newAggregate();
    budget.force(QueuedBatch.OVERHEAD_BYTES);
    return share;
  }

  /** A batch that was begun comes to nothing. */
  void discard() {
    budget.release(QueuedBatch.OVERHEAD_BYTES);
  }

  /** A batch takes no more events. */
  void sealed(int events, long eventBytes) {
    counters.sealed(events, eventBytes);
  }

  /** The entry of a batch is made, and needs so many bytes less than were reserved for it. */
  void encoded(int aggregateBytes, long spareBytes) {
    budget.release(spareBytes);
    counters.aggregated(aggregateBytes);
  }

  /** A request is under way. */
  void requested() {
    counters.requested();
  }

  /** A batch is sent again. */
  void retried(boolean wasThrottled) {
    counters.retried(wasThrottled);
  }

  /** The stream has a batch. The log hears of it by {@link #forget}, once no part is to follow. */
  void accept(QueuedBatch batch, Entry entry, Stored stored) {
    if (!batch.callbacks().claim()) {
      return;
    }
    QueuedBatch.Origin origin = batch.origin();
    long firstAgoNanos = ticker.nanoTime() - origin.firstPutNanos();
    counters.accepted(stored.shardId(), entry.sizeBytes(), batch.events());
    counters.latency(batch.events(), firstAgoNanos, origin.lastPutNanos() - origin.firstPutNanos());
    tell(batch, new Accepted(stored.shardId(), stored.sequenceNumber(), batch.attempts()));
  }

  /** Notes in the log that those events of a batch are settled for which no part answers. */
  void forget(QueuedBatch batch) {
    eventLog.settled(batch.share());
  }

  /**
   * A batch is given up that no log keeps, or that is stored already.
   *
   * @param errorCode the code that is told; the failure may be its cause only
   */
  void reject(QueuedBatch batch, String errorCode, String message, FailureKind kind) {
    if (giveUp(batch, new Rejected(errorCode, message, batch.attempts(), kind))) {
      forget(batch); // not if a close told first, which leaves it to the log
    }
  }

  /** Nobody reads the entry of a settled batch any more. */
  void giveBack(Entry entry) {
    frames.give(entry.array());
  }

  /**
   * The events of a batch are refused by themselves: told to who waits, else set aside.
   *
   * @param records finds them; it may throw what reading an entry may
   */
  void refuse(
      QueuedBatch batch, Failed failure, String message, Supplier<List<EventRecord>> records) {
    if (!batch.callbacks().claim()) {
      return;
    }
    boolean isOver =
        !eventLog.isDurable() || batch.isRepeat() || isAnsweredFor(batch, failure, records);
    String told = isOver ? message : message + "; its log keeps the event";
    counters.rejected(batch.events());
    tell(batch, new Rejected(failure.errorCode(), told, batch.attempts(), failure.kind()));
    if (isOver) {
      forget(batch);
    }
  }

  /** Whatever the disk does, who waits is told; what is not set aside stays in the log. */
  private boolean isAnsweredFor(
      QueuedBatch batch, Failed failure, Supplier<List<EventRecord>> records) {
    try {
      return isAnswered(batch, failure, records);
    } catch (RuntimeException | Error e) { // of a mapped file, or of a key service
      String name = e.getClass().getSimpleName();
      losses.failed(name, "refused events cannot be set aside: " + name, e);
      return false;
    }
  }

  /** A batch cannot be sent by this producer any more, for no fault of its events. */
  void lose(QueuedBatch batch, String message, @Nullable Throwable cause) {
    String told = isDurable() ? message + "; its log keeps the event for the next one" : message;
    boolean isFirst =
        giveUp(
            batch,
            new Rejected(Rejected.INTERNAL_FAILURE, told, batch.attempts(), FailureKind.TRANSIENT));
    if (isFirst && isDurable()) {
      losses.failed(message, "%d events: %s".formatted(batch.events(), message), cause);
    }
  }

  /** The producer is closed before a batch is stored: its log, if it has one, keeps the events. */
  void leave(QueuedBatch batch) {
    Failed last = batch.lastFailure();
    String message =
        eventLog.isDurable()
            ? "the producer was closed; its log keeps the event for the next one"
            : "the producer was closed before the event was stored";
    boolean unused =
        giveUp(
            batch,
            new Rejected(
                Rejected.PRODUCER_CLOSED,
                message + lastOf(last),
                batch.attempts(),
                last == null ? FailureKind.TRANSIENT : last.kind()));
  }

  /** The parts of a batch answer for its events from now on. */
  void passOn(QueuedBatch whole) {
    budget.release(whole.held().giveUp());
  }

  /** A part of a batch takes memory of its own, whatever the budget says. */
  void hold(QueuedBatch part) {
    budget.force(part.held().reservedBytes());
  }

  /** The end of a message, with what failed last. */
  static String lastOf(@Nullable Failed failure) {
    return failure == null ? "" : "; last: " + failure.describe();
  }

  /**
   * Whether somebody hears of every event of a batch, or those of whom nobody does are set aside.
   */
  private boolean isAnswered(
      QueuedBatch batch, Failed failure, Supplier<List<EventRecord>> records) {
    if (batch.callbacks().isEachWaitedFor()) {
      return true;
    }
    List<EventRecord> unheard = new ArrayList<>();
    List<EventRecord> all = records.get();
    for (int i = 0; i < all.size(); i++) {
      if (Callbacks.isNone(batch.callback(i))) {
        unheard.add(all.get(i));
      }
    }
    refusals.failed(
        failure.errorCode(),
        "the stream refuses %d events of which nobody waits to hear: %s"
            .formatted(unheard.size(), failure.describe()),
        null);
    return eventLog.setAside(batch.share(), unheard);
  }

  private boolean giveUp(QueuedBatch batch, Rejected result) {
    if (!batch.callbacks().claim()) {
      return false;
    }
    counters.rejected(batch.events());
    tell(batch, result);
    return true;
  }

  private void tell(QueuedBatch batch, PutResult result) {
    budget.release(batch.held().giveUp());
    Throwable thrown = batch.callbacks().tell(result);
    if (thrown != null) {
      callbackFailures.failed(
          thrown.getClass().getName(), "a put callback threw; callbacks must not", thrown);
    }
  }
}
