// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.internal;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * Waits before a service is asked again for what it left: twice as long each time, from 50 ms on,
 * more or less by half. Safe for use by many threads.
 */
public final class RetryPause {

  private static final Duration FIRST = Duration.ofMillis(50);

  private final IntervalFunction millis =
      IntervalFunction.ofExponentialRandomBackoff(FIRST.toMillis(), 2.0, 0.5);
  private final Sleeper sleeper;

  /** Pauses of the calling thread. */
  public RetryPause() {
    this(Thread::sleep);
  }

  /**
   * Pauses as a test wants them.
   *
   * @param sleeper waits
   */
  public RetryPause(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Waits.
   *
   * @param attempt how often the service was asked, from 1
   * @return false if the thread was interrupted, and is again
   */
  public boolean beforeAttemptAfter(int attempt) {
    try {
      sleeper.sleep(millis.apply(attempt));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {

    /**
     * Waits.
     *
     * @param millis how long
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(long millis) throws InterruptedException;
  }
}
