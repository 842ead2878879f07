// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Opens once, and others wait for that by the producer's time. Safe for use by many threads. */
public final class Latch {

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile boolean open; // set under the lock

  /**
   * A latch that is closed.
   *
   * @param ticker the time that waits go by
   */
  public Latch(Ticker ticker) {
    this.ticker = ticker;
  }

  /** {@return whether it is open} */
  public boolean isOpen() {
    return open;
  }

  /** Opens it, for good. */
  public void open() {
    lock.lock();
    try {
      open = true;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it is open.
   *
   * @param deadlineNanos longest wait
   * @return false if it is not in time
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean await(long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!open && deadlineNanos - ticker.nanoTime() > 0) {
        ticker.awaitUntil(lock, opened, deadlineNanos);
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it is open; an interrupted thread waits no longer, and keeps its interrupt.
   *
   * @param deadlineNanos longest wait
   */
  public void awaitQuietly(long deadlineNanos) {
    try {
      boolean unused = await(deadlineNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
