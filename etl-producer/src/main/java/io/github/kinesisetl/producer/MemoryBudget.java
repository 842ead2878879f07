// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The hard bound on what a producer holds. Safe for use by many threads, and without a lock while
 * there is room.
 */
final class MemoryBudget {

  private final long maxBytes;
  private final long maxBlockNanos;
  private final AtomicLong usedBytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger(); // raised before looking for room
  private boolean closed; // guarded by lock

  MemoryBudget(long maxBytes, long maxBlockNanos) {
    this.maxBytes = maxBytes;
    this.maxBlockNanos = maxBlockNanos;
  }

  /** Takes bytes, waiting for them if it must. */
  void take(long bytes) {
    if (!tryTake(bytes)) {
      await(bytes, maxBlockNanos);
    }
  }

  /** Takes bytes, waiting for them for a while; false if there was no room. */
  boolean take(long bytes, long maxWaitNanos) {
    if (tryTake(bytes)) {
      return true;
    }
    try {
      await(bytes, maxWaitNanos);
      return true;
    } catch (BufferFullException e) {
      return false;
    }
  }

  /** Takes bytes if there is room. */
  boolean tryTake(long bytes) {
    long used = usedBytes.get();
    while (maxBytes - used >= bytes) {
      if (usedBytes.compareAndSet(used, used + bytes)) {
        return true;
      }
      used = usedBytes.get();
    }
    return false;
  }

  /** Takes bytes without waiting, even beyond the bound: for events that are held already. */
  void force(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  void release(long bytes) {
    usedBytes.addAndGet(-bytes);
    if (waiting.get() > 0) {
      wake();
    }
  }

  /** Lets every waiting thread go, without room. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long usedBytes() {
    return usedBytes.get();
  }

  private void wake() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * An interrupted thread stops waiting, keeps its interrupt, and is told that there is no room.
   */
  private void await(long bytes, long maxWaitNanos) {
    lock.lock();
    try {
      waiting.incrementAndGet();
      awaitLocked(bytes, maxWaitNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full(bytes);
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }

  private void awaitLocked(long bytes, long maxWaitNanos) throws InterruptedException {
    long leftNanos = maxWaitNanos;
    while (!tryTake(bytes)) {
      if (leftNanos <= 0 || closed) {
        throw full(bytes);
      }
      leftNanos = room.awaitNanos(leftNanos);
    }
  }

  private BufferFullException full(long bytes) {
    return BufferFullException.of("maxBufferedBytes", bytes, usedBytes.get(), maxBytes);
  }
}
