// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of events of a durable producer that wait longer than the delivery timeout: at once, then
 * once a minute as long as any does. Safe for use by many threads.
 */
public final class OverdueLog {

  private static final Logger log = LoggerFactory.getLogger(OverdueLog.class);

  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Duration deliveryTimeout;
  private final boolean isDurable;
  private final Ticker ticker;
  private final AtomicLong toldAtNanos;

  /**
   * A log that has told nothing yet.
   *
   * @param deliveryTimeout from what age on events are told of
   * @param isDurable whether there is anything to tell: what expires does not wait
   * @param ticker the time that it goes by
   */
  public OverdueLog(Duration deliveryTimeout, boolean isDurable, Ticker ticker) {
    this.deliveryTimeout = deliveryTimeout;
    this.isDurable = isDurable;
    this.ticker = ticker;
    toldAtNanos = new AtomicLong(ticker.nanoTime() - PAUSE_NANOS);
  }

  /**
   * Says that a batch goes on waiting.
   *
   * @param firstPutNanos when its first event was put
   * @param cause why it waits
   * @param eventsPutUpTo how many events that were put up to a moment still wait
   */
  public void waits(long firstPutNanos, String cause, LongUnaryOperator eventsPutUpTo) {
    if (!isDurable) {
      return;
    }
    long now = ticker.nanoTime();
    long told = toldAtNanos.get();
    boolean isOverdue = now - firstPutNanos >= deliveryTimeout.toNanos();
    if (isOverdue && now - told >= PAUSE_NANOS && toldAtNanos.compareAndSet(told, now)) {
      log.warn(
          "{} events wait in the log for longer than {} and are sent again and again; last: {}",
          eventsPutUpTo.applyAsLong(now - deliveryTimeout.toNanos()),
          deliveryTimeout,
          cause);
    }
  }
}
