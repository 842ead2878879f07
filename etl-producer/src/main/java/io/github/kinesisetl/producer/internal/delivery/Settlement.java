// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import org.slf4j.LoggerFactory;

/**
 * The books about batches, and their one end: whoever claims a batch first counts it, gives its
 * memory back and tells its callbacks; the log hears of it unless a close leaves the batch to the
 * next process. Safe for use by many threads.
 */
final class Settlement {

  private final FailureLog failures =
      new FailureLog(LoggerFactory.getLogger(Settlement.class), "the event's outcome stands");
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final Ticker ticker;

  Settlement(ProducerCounters counters, MemoryBudget budget, EventLog eventLog, Ticker ticker) {
    this.counters = counters;
    this.budget = budget;
    this.eventLog = eventLog;
    this.ticker = ticker;
  }

  /** A batch is begun: its aggregate has a name, and what the batch itself takes is held. */
  LogShare begin() {
    budget.force(QueuedBatch.OVERHEAD_BYTES);
    return eventLog.newAggregate();
  }

  /** A batch takes no more events. */
  void sealed(int events, long eventBytes) {
    counters.sealed(events, eventBytes);
  }

  /** The entry of a batch is made, and needs so many bytes less than were reserved for it. */
  void encoded(int aggregateBytes, long spareBytes) {
    counters.aggregated(aggregateBytes);
    budget.release(spareBytes);
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

  /** A batch is given up for good. */
  void reject(QueuedBatch batch, String errorCode, String message) {
    if (giveUp(batch, new Rejected(errorCode, message, batch.attempts()))) {
      forget(batch); // not if a close told first, which leaves it to the log
    }
  }

  /** The producer is closed before a batch is stored: its log, if it has one, keeps the events. */
  void leave(QueuedBatch batch) {
    String message =
        eventLog.isDurable()
            ? "the producer was closed; its log keeps the event for the next one"
            : "the producer was closed before the event was stored";
    boolean unused =
        giveUp(batch, new Rejected(Rejected.PRODUCER_CLOSED, message, batch.attempts()));
  }

  /** The parts of a batch answer for its events from now on. */
  void passOn(QueuedBatch whole) {
    budget.release(whole.held().reservedBytes());
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
    budget.release(batch.held().reservedBytes());
    Throwable thrown = batch.callbacks().tell(result);
    if (thrown != null) {
      failures.failed("a put callback threw; callbacks must not", thrown);
    }
  }
}
