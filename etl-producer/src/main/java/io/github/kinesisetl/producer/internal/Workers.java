// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of a producer that compress, send and follow. All run from the start to the end, so
 * that no work waits for a thread that cannot be made. Started and stopped by one thread.
 */
public final class Workers {

  private final OwnThreads threads;
  private final List<Thread> all = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param threads makes them
   */
  public Workers(OwnThreads threads) {
    this.threads = threads;
  }

  /**
   * Adds threads that do the same.
   *
   * @param job names them
   * @param loop what each does
   * @param count how many
   */
  public void add(String job, Runnable loop, int count) {
    for (int i = 1; i <= count; i++) {
      add(job + "-" + i, loop);
    }
  }

  /**
   * Adds a thread.
   *
   * @param job names it
   * @param task what it does
   */
  public void add(String job, Runnable task) {
    all.add(threads.thread(job, task));
  }

  /** Starts all; if the platform makes no more threads, those that run are to be stopped. */
  public void start() {
    all.forEach(threads::start);
  }

  /** Interrupts all; each ends when its call returns. */
  public void stop() {
    all.forEach(Thread::interrupt);
  }
}
