// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The drafts that wait for a thread that compresses, oldest first. To add one takes neither memory
 * nor a thread, so that no batch is lost between its lane and its entry. Safe for use by many
 * threads.
 */
final class EncodeQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private @Nullable Draft first; // guarded by lock
  private @Nullable Draft last; // guarded by lock

  /** Adds a draft, which is in no queue. */
  void add(Draft draft) {
    lock.lock();
    try {
      Draft before = last;
      if (before == null) {
        first = draft;
      } else {
        before.next = draft;
      }
      last = draft;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return first == null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a draft, and takes it. */
  Draft take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Draft oldest = first;
        if (oldest != null) {
          first = oldest.next;
          last = first == null ? null : last;
          oldest.next = null;
          return oldest;
        }
        filled.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
