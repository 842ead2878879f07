// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import io.github.kinesisetl.producer.BufferFullException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what KPL holds, which bounds nothing itself, and knows when all that was put before a
 * moment is settled: every flush ends a generation of events. Safe for use by many threads.
 */
final class Outstanding {

  private final long maxBytes;
  private final long maxBlockNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Generation> generations = new ArrayDeque<>(); // guarded by lock
  private long bytes; // guarded by lock
  private boolean closed; // guarded by lock
  private boolean ended; // guarded by lock

  Outstanding(long maxBytes, long maxBlockNanos) {
    this.maxBytes = maxBytes;
    this.maxBlockNanos = maxBlockNanos;
    generations.add(new Generation());
  }

  /** The events between two flushes; guarded by the lock. */
  static final class Generation {
    private long events;
  }

  /**
   * Takes room for an event, waiting for it if it must.
   *
   * @param mayWait false on a thread that gives room back: there it is taken beyond the bound
   */
  Generation take(long eventBytes, boolean mayWait) {
    lock.lock();
    try {
      long leftNanos = maxBlockNanos;
      while (mayWait && maxBytes - bytes < eventBytes && !closed) {
        if (leftNanos <= 0) {
          throw BufferFullException.of("maxBufferedBytes", eventBytes, bytes, maxBytes);
        }
        leftNanos = changed.awaitNanos(leftNanos);
      }
      if (closed) {
        throw new IllegalStateException("the producer is closed");
      }
      bytes += eventBytes;
      Generation current = generations.getLast();
      current.events++;
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BufferFullException.of("maxBufferedBytes", eventBytes, bytes, maxBytes);
    } finally {
      lock.unlock();
    }
  }

  void settled(Generation generation, long eventBytes) {
    lock.lock();
    try {
      bytes -= eventBytes;
      generation.events--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for all that was taken before; returns how many events are not settled in time. */
  long await(long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Generation last = generations.getLast();
      generations.addLast(new Generation());
      long leftNanos = timeoutNanos;
      while (eventsUpTo(last) > 0 && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      long left = eventsUpTo(last);
      while (generations.size() > 1 && generations.getFirst().events == 0) {
        generations.removeFirst();
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no event any more; false if that was so already. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Who closed first is done. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for who closed first. */
  void awaitEnd(long timeoutNanos) {
    lock.lock();
    try {
      long leftNanos = timeoutNanos;
      while (!ended && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private long eventsUpTo(Generation last) {
    long events = 0;
    for (Generation generation : generations) {
      events += generation.events;
      if (generation == last) {
        break;
      }
    }
    return events;
  }
}
