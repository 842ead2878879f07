// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import io.github.kinesisetl.producer.internal.Ticker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How several threads wait for the same work: one watches the clock and is called, the others rest
 * until it has got something. So what becomes ready wakes one thread, and only if it is due earlier
 * than that one knows. All is done under the lock of whoever has the work.
 */
public final class Turns {

  /** A moment that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private final ReentrantLock lock;
  private final Ticker ticker;
  private final Condition news;
  private final Condition free;
  private boolean watched;
  private long watchedUntilNanos;

  /**
   * Nobody waits yet.
   *
   * @param lock guards the work
   * @param ticker the time that waits go by
   */
  public Turns(ReentrantLock lock, Ticker ticker) {
    this.lock = lock;
    this.ticker = ticker;
    news = lock.newCondition();
    free = lock.newCondition();
  }

  /**
   * Waits until a moment, or until it is called or its turn; may return early for no reason.
   *
   * @param nanos the moment, or {@link #NEVER}
   * @throws InterruptedException if the thread is interrupted
   */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  public void await(long nanos) throws InterruptedException {
    if (watched) {
      free.await();
      return;
    }
    watched = true;
    watchedUntilNanos = nanos;
    try {
      if (nanos == NEVER) {
        news.await();
      } else {
        ticker.awaitUntil(lock, news, nanos);
      }
    } finally {
      watched = false;
    }
  }

  /** Somebody waits no more: it is another's turn. */
  public void pass() {
    free.signal();
  }

  /**
   * Tells of work.
   *
   * @param nanos when it is due
   */
  public void call(long nanos) {
    if (!watched) {
      free.signal(); // nobody rests but behind somebody who is about to look
    } else if (nanos < watchedUntilNanos) {
      watchedUntilNanos = nanos; // who is called looks by itself
      news.signal();
    }
  }

  /** Calls all, whatever for. */
  public void callAll() {
    news.signalAll();
    free.signalAll();
  }
}
