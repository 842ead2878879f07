// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A producer's time: what all its threads read, and how they wait. Implementations are safe for use
 * by many threads.
 */
public interface Ticker {

  /** The machine's own time. */
  Ticker SYSTEM = new SystemTicker();

  /** {@return nanoseconds since some moment, to be compared by their difference only} */
  long nanoTime();

  /**
   * Waits for a signal until a moment; may return early for no reason.
   *
   * @param lock the condition's lock, which the caller holds
   * @param signal what others signal
   * @param deadlineNanos the moment, by {@link #nanoTime()}
   * @throws InterruptedException if the thread is interrupted
   */
  void awaitUntil(ReentrantLock lock, Condition signal, long deadlineNanos)
      throws InterruptedException;

  /**
   * Lets time pass.
   *
   * @param nanos how much
   * @throws InterruptedException if the thread is interrupted
   */
  default void sleep(long nanos) throws InterruptedException {
    var lock = new ReentrantLock();
    Condition never = lock.newCondition();
    long deadlineNanos = nanoTime() + nanos;
    lock.lockInterruptibly();
    try {
      while (nanoTime() - deadlineNanos < 0) {
        awaitUntil(lock, never, deadlineNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The machine's own time. */
  final class SystemTicker implements Ticker {

    private SystemTicker() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    public void awaitUntil(ReentrantLock lock, Condition signal, long deadlineNanos)
        throws InterruptedException {
      boolean unused = signal.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
