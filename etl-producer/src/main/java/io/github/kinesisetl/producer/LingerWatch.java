// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/**
 * One thread that seals batches whose linger is over, and sleeps while none is open. Safe for use
 * by many threads.
 */
final class LingerWatch implements Runnable {

  static final long NOTHING_OPEN = Long.MAX_VALUE;

  private final long lingerNanos;
  private final LongUnaryOperator sealer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this, "etl-producer-linger");
  private long earliestNanos = NOTHING_OPEN; // guarded by lock
  private boolean stopped; // guarded by lock

  /**
   * A watch.
   *
   * @param sealer seals what was opened up to a moment, and returns the earliest of what stays open
   */
  LingerWatch(long lingerNanos, LongUnaryOperator sealer) {
    this.lingerNanos = lingerNanos;
    this.sealer = sealer;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
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

  @Override
  public void run() {
    try {
      while (awaitLinger()) {
        long stillOpen = sealer.applyAsLong(System.nanoTime() - lingerNanos);
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
        long leftNanos = earliestNanos + lingerNanos - System.nanoTime();
        if (leftNanos <= 0) {
          earliestNanos = NOTHING_OPEN;
          return true;
        }
        long unused = changed.awaitNanos(leftNanos);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
