// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the control plane as often as a put is sent: its limits are those of an account, so a fleet
 * that starts together runs into them. Used by one thread.
 */
public final class Patience {

  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  private final Ticker ticker;
  private final Backoff backoff;
  private final long deadlineNanos;
  private int failed;

  /**
   * A patience that begins now.
   *
   * @param timeout how long it lasts
   * @param initialBackoff the first wait
   * @param ticker the time that waits go by
   */
  public Patience(Duration timeout, Duration initialBackoff, Ticker ticker) {
    this.ticker = ticker;
    backoff = new Backoff(initialBackoff);
    deadlineNanos = ticker.nanoTime() + timeout.toNanos();
  }

  /**
   * Asks until there is an answer.
   *
   * @param call asks
   * @param <A> the type of answer
   * @return the answer
   * @throws StreamUnavailableException the last failure, if time is over or asking again is of no
   *     use
   */
  public <A> A ask(Supplier<A> call) {
    while (true) {
      try {
        return call.get();
      } catch (StreamUnavailableException e) {
        if (e.kind().isPermanent() || deadlineNanos - ticker.nanoTime() <= 0) {
          throw e;
        }
        log.info("asking again: {}", e.getMessage());
        await(e);
      }
    }
  }

  private void await(StreamUnavailableException failure) {
    long leftNanos = deadlineNanos - ticker.nanoTime();
    try {
      ticker.sleep(Math.min(leftNanos, backoff.nanosAfter(++failed)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
