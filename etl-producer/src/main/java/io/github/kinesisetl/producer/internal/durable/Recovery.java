// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.Latch;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.TransientFaults;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues what an earlier process left in the log, with the ids that it has, in the order in which
 * it was put, and within the memory that the producer may take. Until all is queued nothing new is
 * taken, so that nothing overtakes it. One thread runs it, others wait for it.
 */
public final class Recovery implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** What an event takes in an entry beside its payload, at most. */
  private static final int EVENT_OVERHEAD_BYTES = 800;

  private static final long LOOK_AROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final EventLog eventLog;
  private final Consumer<RecoveredAggregate> queue;
  private final MemoryBudget budget;
  private final Ticker ticker;
  private final FailureLog failures;
  private final Latch done;
  private final AtomicLong left = new AtomicLong();
  private volatile boolean stopped;

  /**
   * A recovery that is done if the log has nothing left.
   *
   * @param eventLog the log
   * @param queue queues the events of an aggregate, beyond the budget if it must
   * @param budget what the producer may hold
   * @param ticker the time that waits go by
   */
  public Recovery(
      EventLog eventLog, Consumer<RecoveredAggregate> queue, MemoryBudget budget, Ticker ticker) {
    this.eventLog = eventLog;
    this.queue = queue;
    this.budget = budget;
    this.ticker = ticker;
    failures = new FailureLog(log, "it is tried again, and nothing new is taken", ticker);
    left.set(eventLog.recovered().stream().mapToLong(RecoveredAggregate::size).sum());
    done = new Latch(ticker);
    if (eventLog.recovered().isEmpty()) {
      done.open();
    }
  }

  @Override
  public void run() {
    log.info(
        "sending {} events that an earlier process left; {} torn bytes of its log were skipped",
        left.get(),
        eventLog.tornBytes());
    try {
      for (RecoveredAggregate aggregate : eventLog.recovered()) {
        if (!queue(aggregate)) {
          return;
        }
      }
      done.open();
    } catch (RuntimeException | Error e) { // the thread's outermost loop
      log.error("cannot send what an earlier process left; the log keeps it, nothing is taken", e);
    }
  }

  /** {@return whether all is queued} */
  public boolean isDone() {
    return done.isOpen();
  }

  /**
   * Waits until all is queued.
   *
   * @param maxWaitNanos longest wait
   * @return false if it is not in time
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean await(long maxWaitNanos) throws InterruptedException {
    return done.isOpen() || done.await(ticker.nanoTime() + maxWaitNanos);
  }

  /** {@return how many events are not queued yet} */
  public long left() {
    return done.isOpen() ? 0 : left.get();
  }

  /** Queues nothing more; the log keeps what is left. */
  public void stop() {
    stopped = true;
  }

  private boolean queue(RecoveredAggregate aggregate) {
    long needed =
        Math.min(
            aggregate.payloadBytes() + (long) aggregate.size() * EVENT_OVERHEAD_BYTES,
            budget.maxBytes());
    while (!budget.take(needed, LOOK_AROUND_NANOS)) {
      if (stopped) {
        return false;
      }
    }
    try {
      return isQueued(aggregate);
    } finally {
      budget.release(needed);
      left.addAndGet(-aggregate.size());
    }
  }

  /** Tries until it is queued, or cannot be; false once stopped. */
  private boolean isQueued(RecoveredAggregate aggregate) {
    while (!stopped) {
      try {
        queue.accept(aggregate);
        return true;
      } catch (RuntimeException | Error e) { // it must not keep the others, and all puts
        if (TransientFaults.isTransient(e)) {
          tell(e);
          pause();
        } else if (!stopped) { // else the producer's parts are closed under it
          log.error(
              "cannot queue {} events that an earlier process left; the log keeps them for the"
                  + " next",
              aggregate.size(),
              e);
          return true;
        }
      }
    }
    return false;
  }

  /** To tell may need the memory that is missing; the next failure is told, then. */
  private void tell(Throwable cause) {
    try {
      String name = cause.getClass().getName();
      failures.failed(name, "cannot queue what an earlier process left", cause);
    } catch (OutOfMemoryError e) {
      cause.addSuppressed(e);
    }
  }

  private void pause() {
    try {
      ticker.sleep(PAUSE_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true; // only close() interrupts, and the log keeps what is left
    }
  }
}
