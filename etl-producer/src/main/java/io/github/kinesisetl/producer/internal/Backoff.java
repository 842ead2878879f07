// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long what failed waits: exponential, less a random part of up to half. Immutable. */
public final class Backoff {

  private static final double MULTIPLIER = 2;
  private static final double JITTER = 0.5;
  private static final Duration MAX = Duration.ofSeconds(5);

  private final IntervalFunction millis;

  /**
   * A backoff.
   *
   * @param initial what the first wait is at most
   */
  public Backoff(Duration initial) {
    millis = IntervalFunction.ofExponentialBackoff(initial.toMillis(), MULTIPLIER, MAX.toMillis());
  }

  /**
   * The wait after a failure.
   *
   * @param attempt how many attempts failed, from 1
   * @return nanoseconds
   */
  public long nanosAfter(int attempt) {
    return lessJitter(TimeUnit.MILLISECONDS.toNanos(millis.apply(Math.max(1, attempt))));
  }

  /** {@return a wait for what only somebody's hand can mend: the longest there is} */
  public long longestNanos() {
    return lessJitter(MAX.toNanos());
  }

  private static long lessJitter(long nanos) {
    return (long) (nanos * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
  }
}
