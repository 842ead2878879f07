// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.Ticker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/**
 * One thread that seals batches whose linger is over, and sleeps while none is open. Safe for use
 * by many threads.
 */
final class LingerWatch {

  static final long NOTHING_OPEN = Long.MAX_VALUE;

  private final long lingerNanos;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long earliestNanos = NOTHING_OPEN; // guarded by lock
  private boolean stopped; // guarded by lock

  /**
   * A watch that does nothing yet.
   *
   * @param ticker the time that lingers go by
   */
  LingerWatch(long lingerNanos, Ticker ticker) {
    this.lingerNanos = lingerNanos;
    this.ticker = ticker;
  }

  /**
   * Starts the thread.
   *
   * @param sealer seals what was opened up to a moment, and returns the earliest of what stays open
   */
  void start(LongUnaryOperator sealer) {
    var thread = new Thread(() -> watch(sealer), "etl-producer-linger");
    thread.setDaemon(true);
    thread.start();
  }

  /** The time that batches are opened and sealed by. */
  long now() {
    return ticker.nanoTime();
  }

  /** Tells that a batch was opened. */
  void opened(long nanos) {
    lock.lock();
    try {
      if (earliestNanos == NOTHING_OPEN || nanos < earliestNanos) {
        earliestNanos = nanos;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void watch(LongUnaryOperator sealer) {
    try {
      while (awaitLinger()) {
        long stillOpen = sealer.applyAsLong(ticker.nanoTime() - lingerNanos);
        if (stillOpen != NOTHING_OPEN) {
          opened(stillOpen);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the JVM's end interrupts this thread
    }
  }

  /** Waits until the earliest batch's linger is over; false once stopped. */
  private boolean awaitLinger() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        if (earliestNanos == NOTHING_OPEN) {
          changed.await();
          continue;
        }
        long overNanos = earliestNanos + lingerNanos;
        if (overNanos - ticker.nanoTime() <= 0) {
          earliestNanos = NOTHING_OPEN;
          return true;
        }
        ticker.awaitUntil(lock, changed, overNanos);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
