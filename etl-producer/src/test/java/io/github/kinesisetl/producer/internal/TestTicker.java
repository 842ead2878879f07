// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A time that a test moves, so that nothing depends on how fast the machine is. It stands still
 * until {@link #advance}; or it {@linkplain #pass passes}: then a short wait is over as soon as
 * somebody waits, and only long ones, which a test grants for all, wait for what they wait for.
 */
public final class TestTicker implements Ticker {

  /** Longest wait that passes by itself: longer than all backoffs and lingers. */
  private static final long SHORT_NANOS = Duration.ofSeconds(6).toNanos();

  private static final long PACE_NANOS = 200_000;

  private final List<Waiter> waiters = new ArrayList<>(); // guarded by this, as is all below
  private long now = 1_000_000_000_000L;
  private boolean passes;

  /** A thread that waits; told apart by identity. */
  private static final class Waiter {
    private final ReentrantLock lock;
    private final Condition signal;
    private final long deadlineNanos;

    Waiter(ReentrantLock lock, Condition signal, long deadlineNanos) {
      this.lock = lock;
      this.signal = signal;
      this.deadlineNanos = deadlineNanos;
    }
  }

  /** A time that stands still. */
  public TestTicker() {}

  /** {@return a time that passes} */
  public static TestTicker passing() {
    var ticker = new TestTicker();
    ticker.pass();
    return ticker;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public void awaitUntil(ReentrantLock lock, Condition signal, long deadlineNanos)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var waiter = new Waiter(lock, signal, deadlineNanos);
    boolean isOver;
    synchronized (this) {
      isOver = passes && deadlineNanos - now <= SHORT_NANOS;
      if (deadlineNanos - now <= 0 && !isOver) {
        return;
      }
      if (!isOver) {
        waiters.add(waiter);
        notifyAll();
      }
    }
    if (isOver) {
      pass(lock, deadlineNanos);
    } else {
      await(waiter);
    }
  }

  /**
   * Lets time pass.
   *
   * @param time how much
   */
  public void advance(Duration time) {
    moveTo(nanoTime() + time.toNanos());
  }

  /** From now on time passes as somebody waits. */
  public void pass() {
    List<Waiter> all;
    synchronized (this) {
      passes = true;
      all = List.copyOf(waiters);
    }
    all.forEach(TestTicker::wake); // they wait again, and it is over
  }

  /** From now on time stands still. */
  public synchronized void stand() {
    passes = false;
  }

  /**
   * Waits until a number of threads wait for a moment.
   *
   * @param count how many
   * @throws InterruptedException if the thread is interrupted
   */
  public synchronized void awaitWaiters(int count) throws InterruptedException {
    while (waiters.size() < count) {
      wait();
    }
  }

  /** Without the lock, as in any wait, so that others go on. */
  private void pass(ReentrantLock lock, long deadlineNanos) {
    lock.unlock();
    try {
      moveTo(deadlineNanos);
      LockSupport.parkNanos(PACE_NANOS); // who waits again and again leaves others the machine
    } finally {
      lock.lock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void await(Waiter waiter) throws InterruptedException {
    try {
      waiter.signal.await(); // whoever moves the time needs the lock, which only this gives away
    } finally {
      synchronized (this) {
        waiters.remove(waiter);
      }
    }
  }

  private void moveTo(long nanos) {
    List<Waiter> over;
    synchronized (this) {
      now = Math.max(now, nanos);
      over = waiters.stream().filter(waiter -> waiter.deadlineNanos - now <= 0).toList();
    }
    over.forEach(TestTicker::wake);
  }

  private static void wake(Waiter waiter) {
    waiter.lock.lock();
    try {
      waiter.signal.signalAll();
    } finally {
      waiter.lock.unlock();
    }
  }
}
