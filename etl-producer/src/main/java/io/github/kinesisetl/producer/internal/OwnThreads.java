// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.function.Consumer;

/**
 * The threads of one producer. What users' code does on them, in a callback or in metrics, must not
 * wait for the producer, since the producer may wait for this thread. Safe for use by many threads.
 */
public final class OwnThreads {

  private final Consumer<Thread> starter;

  /** No threads yet. */
  public OwnThreads() {
    this(Thread::start);
  }

  /**
   * No threads yet.
   *
   * @param starter starts a thread, or throws what the platform does that makes no more
   */
  public OwnThreads(Consumer<Thread> starter) {
    this.starter = starter;
  }

  /**
   * Makes a daemon thread.
   *
   * @param job names it
   * @param task what it does
   * @return the thread, not started
   */
  public Thread thread(String job, Runnable task) {
    return new Own(this, "etl-producer-" + job, task);
  }

  /**
   * Starts a thread.
   *
   * @param thread what {@link #thread} made
   * @throws OutOfMemoryError if the platform makes no more threads
   */
  public void start(Thread thread) {
    starter.accept(thread);
  }

  /** {@return whether the running thread is one of these} */
  public boolean isRunning() {
    return Thread.currentThread() instanceof Own own && own.owner == this;
  }

  private static final class Own extends Thread {
    private final OwnThreads owner;

    Own(OwnThreads owner, String name, Runnable task) {
      super(task, name);
      this.owner = owner;
      setDaemon(true);
    }
  }
}
