// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that seals batches whose linger is over, and sleeps while none is open. Safe for use
 * by many threads.
 */
public final class LingerWatch {

  private static final Logger log = LoggerFactory.getLogger(LingerWatch.class);

  /** What a sealer returns if it left nothing open. */
  public static final long NOTHING_OPEN = Long.MAX_VALUE;

  private final long lingerNanos;
  private final Ticker ticker;
  private final OwnThreads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long earliestNanos = NOTHING_OPEN; // guarded by lock
  private boolean stopped; // guarded by lock

  /**
   * A watch that does nothing yet.
   *
   * @param lingerNanos how long a batch lingers
   * @param ticker the time that lingers go by
   * @param threads makes the thread
   */
  public LingerWatch(long lingerNanos, Ticker ticker, OwnThreads threads) {
    this.threads = threads;
    this.lingerNanos = lingerNanos;
    this.ticker = ticker;
  }

  /**
   * Starts the thread.
   *
   * @param sealer seals what was opened up to a moment, and returns the earliest of what stays open
   */
  public void start(LongUnaryOperator sealer) {
    threads.start(threads.thread("linger", () -> watch(sealer)));
  }

  /** {@return the time that batches are opened and sealed by} */
  public long now() {
    return ticker.nanoTime();
  }

  /** {@return how long a batch lingers} */
  public long lingerNanos() {
    return lingerNanos;
  }

  /**
   * Tells that a batch was opened.
   *
   * @param nanos when
   */
  public void opened(long nanos) {
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

  /** Seals nothing more. */
  public void stop() {
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
        long stillOpen = seal(sealer);
        if (stillOpen != NOTHING_OPEN) {
          opened(stillOpen);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the JVM's end interrupts this thread
    }
  }

  /**
   * A sealer that fails is called again after one more linger: what it left open must not stick.
   */
  private long seal(LongUnaryOperator sealer) {
    long now = ticker.nanoTime();
    try {
      return sealer.applyAsLong(now - lingerNanos);
    } catch (RuntimeException | Error e) { // the thread's outermost loop
      log.error("what lingers could not be sealed; it is tried again", e);
      return now;
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
