// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a producer that compress and send. Started and stopped by one thread. */
public final class Workers {

  /** Far more than the compression of one aggregate takes. */
  private static final long MAX_COMPRESSION_SECONDS = 1;

  private final ExecutorService compressing;
  private final List<Thread> senders = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param compressionThreads how many threads compress
   */
  public Workers(int compressionThreads) {
    compressing = Executors.newFixedThreadPool(compressionThreads, threads("compress"));
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
    ThreadFactory factory = threads("send");
    for (int i = 0; i < count; i++) {
      senders.add(factory.newThread(loop));
    }
    senders.forEach(Thread::start);
  }

  /**
   * Starts a thread for something that ends by itself.
   *
   * @param job names the thread
   * @param task what it does
   */
  public void once(String job, Runnable task) {
    threads(job).newThread(task).start();
  }

  /** Compresses nothing more, once what is being compressed is done. */
  public void stopCompressing() {
    compressing.shutdownNow();
    try {
      boolean unused = compressing.awaitTermination(MAX_COMPRESSION_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts those that send; each ends when its call returns. */
  public void stopSending() {
    senders.forEach(Thread::interrupt);
  }

  private static ThreadFactory threads(String job) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "etl-producer-" + job + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
