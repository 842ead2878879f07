// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for a thread, oldest first. To add something takes neither memory nor a thread, so
 * that nothing is lost on its way from one to the other. Safe for use by many threads.
 *
 * @param <T> what waits
 */
public final class HandOff<T extends Linked<T>> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final LinkedQueue<T> waiting = new LinkedQueue<>(); // guarded by lock

  /** Nothing waits. */
  public HandOff() {}

  /**
   * Adds something.
   *
   * @param task stands in no queue
   */
  public void add(T task) {
    lock.lock();
    try {
      waiting.addLast(task);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether nothing waits} */
  public boolean isEmpty() {
    lock.lock();
    try {
      return waiting.first() == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something, and takes it.
   *
   * @return what waited longest
   * @throws InterruptedException if the thread is interrupted
   */
  public T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        T oldest = waiting.first();
        if (oldest != null) {
          boolean unused = waiting.remove(oldest);
          return oldest;
        }
        filled.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
