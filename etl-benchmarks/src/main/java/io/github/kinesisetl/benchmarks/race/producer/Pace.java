// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts events at a steady rate and notes how long each takes. A put that comes late counts from
 * when it should have been made, so that a stall is not hidden.
 */
final class Pace {

  private static final long MAX_WAIT_SECONDS = 60;

  private final int perSecond;

  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  /** The latencies in nanoseconds, rising. */
  long[] run(PacedContestant contestant, EventPool events, int count) throws InterruptedException {
    long[] latencies = new long[count];
    var left = new CountDownLatch(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int number = i;
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      contestant.put(
          events,
          i,
          () -> {
            latencies[number] = System.nanoTime() - due;
            left.countDown();
          });
    }
    if (!left.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " events were not stored");
    }
    Arrays.sort(latencies);
    return latencies;
  }
}
