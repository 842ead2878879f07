// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a producer that compress, send and follow. Started and stopped by one thread. */
public final class Workers {

  private final OwnThreads threads;
  private final ExecutorService compressing;
  private final List<Thread> running = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param compressionThreads how many threads compress
   * @param threads makes them
   */
  public Workers(int compressionThreads, OwnThreads threads) {
    this.threads = threads;
    var number = new AtomicInteger();
    compressing =
        Executors.newFixedThreadPool(
            compressionThreads,
            task -> threads.thread("compress-" + number.incrementAndGet(), task));
  }

  /** {@return the threads that compress} */
  public ExecutorService compressing() {
    return compressing;
  }

  /**
   * Starts threads that send.
   *
   * @param loop what each does
   * @param count how many
   */
  public void send(Runnable loop, int count) {
    for (int i = 1; i <= count; i++) {
      once("send-" + i, loop);
    }
  }

  /**
   * Starts a thread.
   *
   * @param job names the thread
   * @param task what it does
   */
  public void once(String job, Runnable task) {
    Thread thread = threads.thread(job, task);
    running.add(thread);
    thread.start();
  }

  /** Interrupts those that compress; each ends with what it is at. */
  public void stopCompressing() {
    List<Runnable> unused = compressing.shutdownNow();
  }

  /** Interrupts all others; each ends when its call returns. */
  public void stop() {
    running.forEach(Thread::interrupt);
  }
}
