// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.time.Duration;

/**
 * When what failed is tried again: part of {@link Delivery}. Immutable.
 *
 * @param initialBackoff first wait of a failed entry, 1 ms to 5 s; it doubles up to 5 s, with
 *     jitter
 * @param deliveryTimeout longest life of an event, retries included, 0 to 24 h; with a spool, the
 *     age from which on a warning tells of events that wait
 * @param openTimeout how long a stream is asked that does not answer at open, 0 to 10 min
 */
public record Retry(Duration initialBackoff, Duration deliveryTimeout, Duration openTimeout) {

  static final Range BACKOFFS =
      Range.ofTimes("initialBackoff", Duration.ofMillis(1), Duration.ofSeconds(5));
  static final Range DELIVERIES =
      Range.ofTimes("deliveryTimeout", Duration.ZERO, Duration.ofHours(24));

  static final Range OPENS = Range.ofTimes("openTimeout", Duration.ZERO, Duration.ofMinutes(10));

  /** Backoff from 50 ms, for up to 2 min; 30 s at open. */
  public static final Retry DEFAULT =
      new Retry(Duration.ofMillis(50), Duration.ofMinutes(2), Duration.ofSeconds(30));

  /** Checks each by itself. */
  public Retry {
    BACKOFFS.check(initialBackoff);
    DELIVERIES.check(deliveryTimeout);
    OPENS.check(openTimeout);
  }

  Retry initialBackoff(Duration initialBackoff) {
    return new Retry(initialBackoff, deliveryTimeout, openTimeout);
  }

  Retry deliveryTimeout(Duration deliveryTimeout) {
    return new Retry(initialBackoff, deliveryTimeout, openTimeout);
  }

  Retry openTimeout(Duration openTimeout) {
    return new Retry(initialBackoff, deliveryTimeout, openTimeout);
  }
}
