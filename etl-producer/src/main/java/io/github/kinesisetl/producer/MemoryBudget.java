// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The hard bound on what a producer holds. Safe for use by many threads. */
final class MemoryBudget {

  private final long maxBytes;
  private final long maxBlockNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private long usedBytes; // guarded by lock
  private int waiting; // guarded by lock
  private boolean closed; // guarded by lock

  MemoryBudget(long maxBytes, long maxBlockNanos) {
    this.maxBytes = maxBytes;
    this.maxBlockNanos = maxBlockNanos;
  }

  /** Takes bytes, waiting for them if it must. */
  void take(long bytes) {
    lock.lock();
    try {
      if (maxBytes - usedBytes < bytes) {
        await(bytes);
      }
      usedBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Takes bytes without waiting, even beyond the bound: for events that are held already. */
  void force(long bytes) {
    lock.lock();
    try {
      usedBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  void release(long bytes) {
    lock.lock();
    try {
      usedBytes -= bytes;
      if (waiting > 0) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
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
    lock.lock();
    try {
      return usedBytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * An interrupted thread stops waiting, keeps its interrupt, and is told that there is no room.
   */
  private void await(long bytes) {
    long leftNanos = maxBlockNanos;
    waiting++;
    try {
      while (maxBytes - usedBytes < bytes) {
        if (leftNanos <= 0 || closed) {
          throw full(bytes);
        }
        leftNanos = room.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full(bytes);
    } finally {
      waiting--;
    }
  }

  private BufferFullException full(long bytes) {
    return new BufferFullException(bytes, usedBytes, maxBytes);
  }
}
