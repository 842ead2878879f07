// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.time.Duration;

/**
 * When failed entries are sent again: part of {@link Delivery}. Immutable.
 *
 * @param initialBackoff first wait of a failed entry, 1 ms to 5 s; it doubles up to 5 s, with
 *     jitter
 * @param deliveryTimeout longest life of an event, retries included, 0 to 24 h
 */
public record Retry(Duration initialBackoff, Duration deliveryTimeout) {

  static final Range BACKOFFS =
      Range.ofTimes("initialBackoff", Duration.ofMillis(1), Duration.ofSeconds(5));
  static final Range DELIVERIES =
      Range.ofTimes("deliveryTimeout", Duration.ZERO, Duration.ofHours(24));

  /** Backoff from 50 ms, for up to 2 min. */
  public static final Retry DEFAULT = new Retry(Duration.ofMillis(50), Duration.ofMinutes(2));

  /** Checks each by itself. */
  public Retry {
    BACKOFFS.check(initialBackoff);
    DELIVERIES.check(deliveryTimeout);
  }

  Retry initialBackoff(Duration initialBackoff) {
    return new Retry(initialBackoff, deliveryTimeout);
  }

  Retry deliveryTimeout(Duration deliveryTimeout) {
    return new Retry(initialBackoff, deliveryTimeout);
  }
}
