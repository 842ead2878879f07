// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long a failed entry waits: exponential, less a random part of up to half. Immutable. */
final class Backoff {

  private static final double MULTIPLIER = 2;
  private static final double JITTER = 0.5;
  private static final Duration MAX = Duration.ofSeconds(5);

  private final IntervalFunction millis;

  Backoff(Duration initial) {
    millis = IntervalFunction.ofExponentialBackoff(initial.toMillis(), MULTIPLIER, MAX.toMillis());
  }

  long nanosAfter(int attempt) {
    double share = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
    return (long) (TimeUnit.MILLISECONDS.toNanos(millis.apply(attempt)) * share);
  }
}
