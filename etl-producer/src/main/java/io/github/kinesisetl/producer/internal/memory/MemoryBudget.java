// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.producer.internal.Ticker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The hard bound on what a producer holds. Safe for use by many threads, and without a lock while
 * there is room.
 */
public final class MemoryBudget {

  private final long maxBytes;
  private final Ticker ticker;
  private final AtomicLong usedBytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger(); // raised before looking for room
  private boolean closed; // guarded by lock

  /**
   * A budget of which nothing is used.
   *
   * @param maxBytes the bound
   * @param ticker the time that waits go by
   */
  public MemoryBudget(long maxBytes, Ticker ticker) {
    this.maxBytes = maxBytes;
    this.ticker = ticker;
  }

  /**
   * Takes bytes, waiting for them if it must. An interrupted thread stops waiting and keeps its
   * interrupt.
   *
   * @param bytes how many
   * @param maxWaitNanos longest wait
   * @return false if there was no room in time
   */
  public boolean take(long bytes, long maxWaitNanos) {
    return tryTake(bytes) || await(bytes, maxWaitNanos);
  }

  /**
   * Takes bytes if there is room.
   *
   * @param bytes how many
   * @return false if there is none
   */
  public boolean tryTake(long bytes) {
    long used = usedBytes.get();
    while (maxBytes - used >= bytes) {
      if (usedBytes.compareAndSet(used, used + bytes)) {
        return true;
      }
      used = usedBytes.get();
    }
    return false;
  }

  /**
   * Takes bytes without waiting, even beyond the bound: for events that are held already.
   *
   * @param bytes how many
   */
  public void force(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  /**
   * Gives bytes back.
   *
   * @param bytes how many
   */
  public void release(long bytes) {
    usedBytes.addAndGet(-bytes);
    if (waiting.get() > 0) {
      wake();
    }
  }

  /** Lets every waiting thread go, without room. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** {@return what is used now} */
  public long usedBytes() {
    return usedBytes.get();
  }

  /** {@return the bound} */
  public long maxBytes() {
    return maxBytes;
  }

  private void wake() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(long bytes, long maxWaitNanos) {
    long deadlineNanos = ticker.nanoTime() + maxWaitNanos;
    lock.lock();
    try {
      waiting.incrementAndGet();
      while (!tryTake(bytes)) {
        if (deadlineNanos - ticker.nanoTime() <= 0 || closed) {
          return false;
        }
        ticker.awaitUntil(lock, room, deadlineNanos);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }
}
