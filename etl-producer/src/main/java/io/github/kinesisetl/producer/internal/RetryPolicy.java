// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.producer.Retry;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long and how often events are tried again: those of a durable producer for ever, with a
 * warning once they are overdue, all others until the delivery timeout. Safe for use by many
 * threads.
 */
public final class RetryPolicy {

  private static final Logger log = LoggerFactory.getLogger(RetryPolicy.class);

  /** When events expire that never do. */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

  private final Backoff backoff;
  private final long lifetimeNanos;
  private final OverdueLog overdue;
  private final FailureLog failures;
  private final Ticker ticker;

  /**
   * A policy.
   *
   * @param retry its settings
   * @param isDurable whether a log keeps the events, so that they never expire
   * @param ticker the time that events age by
   */
  public RetryPolicy(Retry retry, boolean isDurable, Ticker ticker) {
    this.ticker = ticker;
    backoff = new Backoff(retry.initialBackoff());
    lifetimeNanos = isDurable ? NEVER_NANOS : retry.deliveryTimeout().toNanos();
    overdue = new OverdueLog(retry.deliveryTimeout(), isDurable, ticker);
    failures = new FailureLog(log, "trying again", ticker);
  }

  /**
   * When events expire.
   *
   * @param firstPutNanos when the first of them was put
   * @return the moment, far away if they never do
   */
  public long expiryNanos(long firstPutNanos) {
    return firstPutNanos + lifetimeNanos;
  }

  /**
   * Says that events go on waiting.
   *
   * @param firstPutNanos when the first of them was put
   * @param cause why they wait
   * @param eventsPutUpTo how many events that were put up to a moment still wait
   * @return false if they are too old for that
   */
  public boolean waits(long firstPutNanos, String cause, LongUnaryOperator eventsPutUpTo) {
    overdue.waits(firstPutNanos, cause, eventsPutUpTo);
    return expiryNanos(firstPutNanos) - ticker.nanoTime() > 0;
  }

  /**
   * Tells of a failure after which something is tried again.
   *
   * @param kind what tells failures apart, such as an error code
   * @param what what failed, without payload
   * @param cause what was thrown; null if nothing was
   */
  public void failed(String kind, String what, @Nullable Throwable cause) {
    failures.failed(kind, what, cause);
  }

  /**
   * The wait after a failure.
   *
   * @param attempts how many attempts failed, from 1
   * @return nanoseconds
   */
  public long backoffNanos(int attempts) {
    return backoff.nanosAfter(attempts);
  }

  /** {@return a wait for what only somebody's hand can mend: the longest there is} */
  public long longestBackoffNanos() {
    return backoff.longestNanos();
  }

  /**
   * Waits after a failure.
   *
   * @param attempts how many attempts failed, from 1
   * @throws InterruptedException if the thread is interrupted
   */
  public void pause(int attempts) throws InterruptedException {
    ticker.sleep(backoffNanos(attempts));
  }

  /** {@return the time that it goes by} */
  public Ticker ticker() {
    return ticker;
  }
}
