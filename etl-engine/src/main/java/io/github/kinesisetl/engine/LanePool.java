// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of an engine's lanes, named {@code etl-lane-1} and so on: as many as a batch has
 * lanes, started with the first batch. Safe for use by many threads.
 */
final class LanePool implements AutoCloseable {

  private static final long IDLE_SECONDS = 60;

  private final int lanes;
  private final ExecutorService threads;

  LanePool(int lanes) {
    this.lanes = lanes;
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            lanes,
            lanes,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "etl-lane-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  int lanes() {
    return lanes;
  }

  Future<?> start(Runnable lane) {
    return threads.submit(lane);
  }

  /** Interrupts what runs; what waits is not begun. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
