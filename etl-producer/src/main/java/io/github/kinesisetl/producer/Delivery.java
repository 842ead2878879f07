// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How entries are sent: part of {@link ProducerOptions}. Immutable.
 *
 * @param ordered whether the events of a partition key keep their order through failures, by at
 *     most one entry of a shard in flight
 * @param linger longest wait of an entry's first record for others, 0 to 60 s
 * @param maxInFlightRequests most requests that are under way at once, 1 to 256
 * @param retry when failed entries are sent again
 * @param closeTimeout longest wait of {@code close} for events on their way, 0 to 1 h
 */
public record Delivery(
    boolean ordered, Duration linger, int maxInFlightRequests, Retry retry, Duration closeTimeout) {

  static final Range LINGERS = Range.ofTimes("linger", Duration.ZERO, Duration.ofSeconds(60));
  static final Range REQUESTS = Range.ofNumbers("maxInFlightRequests", 1, 256);
  static final Range CLOSES = Range.ofTimes("closeTimeout", Duration.ZERO, Duration.ofHours(1));

  /** In order, 100 ms of linger, 4 requests, 30 s to close. */
  public static final Delivery DEFAULT =
      new Delivery(true, Duration.ofMillis(100), 4, Retry.DEFAULT, Duration.ofSeconds(30));

  /** Checks each by itself. */
  public Delivery {
    LINGERS.check(linger);
    REQUESTS.check(maxInFlightRequests);
    requireNonNull(retry, "retry");
    CLOSES.check(closeTimeout);
  }

  Delivery ordered(boolean ordered) {
    return new Delivery(ordered, linger, maxInFlightRequests, retry, closeTimeout);
  }

  Delivery linger(Duration linger) {
    return new Delivery(ordered, linger, maxInFlightRequests, retry, closeTimeout);
  }

  Delivery maxInFlightRequests(int maxInFlightRequests) {
    return new Delivery(ordered, linger, maxInFlightRequests, retry, closeTimeout);
  }

  Delivery retry(Retry retry) {
    return new Delivery(ordered, linger, maxInFlightRequests, retry, closeTimeout);
  }

  Delivery closeTimeout(Duration closeTimeout) {
    return new Delivery(ordered, linger, maxInFlightRequests, retry, closeTimeout);
  }
}
