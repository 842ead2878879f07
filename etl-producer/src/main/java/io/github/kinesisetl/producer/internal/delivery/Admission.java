// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.OwnThreads;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.encoding.Scratch;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;

/**
 * Takes room for an event in memory and in the log before any lock is held, and gives it back if
 * the event is not taken after all. Safe for use by many threads.
 */
final class Admission {

  private final ProducerOptions options;
  private final OwnThreads ownThreads;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final Dispatcher dispatcher;

  Admission(
      ProducerOptions options,
      OwnThreads ownThreads,
      MemoryBudget budget,
      EventLog eventLog,
      Dispatcher dispatcher) {
    this.options = options;
    this.ownThreads = ownThreads;
    this.budget = budget;
    this.eventLog = eventLog;
    this.dispatcher = dispatcher;
  }

  /** Longest wait: on a thread of the producer nothing waits for what only such can bring. */
  long maxWaitNanos() {
    return ownThreads.isRunning() ? 0 : options.memory().maxWait().toNanos();
  }

  /**
   * Takes room.
   *
   * @return the bytes of memory
   * @throws BufferFullException if there is none in time; nothing is taken
   */
  long reserve(Scratch scratch, PutCallback callback) {
    long reserved = OpenBatch.bytesToReserve(scratch.key(), scratch.data(), callback);
    if (!budget.tryTake(reserved)) {
      awaitMemory(reserved);
    }
    if (eventLog.isDurable()) {
      reserveLog(scratch, reserved);
    }
    return reserved;
  }

  /** Gives back what {@link #reserve} took. */
  void cancel(Scratch scratch, long reserved) {
    budget.release(reserved);
    eventLog.cancel(scratch.key(), scratch.data());
  }

  private void awaitMemory(long bytes) {
    dispatcher.pressed(); // what is there may go to disk before more comes
    if (ownThreads.isRunning()) {
      budget.force(bytes);
    } else if (!budget.take(bytes, maxWaitNanos())) {
      throw BufferFullException.of(
          "maxBufferedBytes", bytes, budget.usedBytes(), budget.maxBytes());
    }
  }

  private void reserveLog(Scratch scratch, long reserved) {
    boolean isReserved = false;
    try {
      isReserved = eventLog.reserve(scratch.key(), scratch.data(), maxWaitNanos());
    } finally {
      if (!isReserved) { // no room, or a broken disk: nothing is taken
        budget.release(reserved);
      }
    }
    if (!isReserved) {
      throw BufferFullException.of(
          "maxSpoolBytes",
          scratch.data().sizeBytes(),
          eventLog.diskBytes(),
          options.durability().maxSpoolBytes());
    }
  }
}
