// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a producer, which comes once: steps that all run, whatever one of them throws. Who
 * closes a second time waits for the first. Safe for use by many threads.
 */
public final class Closing {

  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  /** Longer than any program runs, and safe to add to any time. */
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final AtomicBoolean begun = new AtomicBoolean();
  private final Latch ended;
  private @Nullable RuntimeException thrown; // only whoever closes

  /**
   * Nothing is closed yet.
   *
   * @param ticker the time that waits go by
   */
  public Closing(Ticker ticker) {
    ended = new Latch(ticker);
  }

  /**
   * How long a caller waits.
   *
   * @param timeout any duration; negative is none
   * @return nanoseconds that can be added to a time
   */
  public static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : timeout.toNanos();
  }

  /** {@return whether somebody began to close} */
  public boolean hasBegun() {
    return begun.get();
  }

  /** {@return true for the one who is to close} */
  public boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /**
   * Takes a step.
   *
   * @param step what is done
   */
  public void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) { // the other steps must be taken, too
      log.warn("closing goes on although a part of the producer could not be closed", e);
      thrown = thrown == null ? e : thrown;
    } catch (Error e) {
      log.error("closing goes on although a part of the producer could not be closed", e);
    }
  }

  /** All steps are taken: throws what the first that failed threw. */
  public void end() {
    ended.open();
    if (thrown != null) {
      throw thrown;
    }
  }

  /**
   * Waits for whoever closes.
   *
   * @param deadlineNanos how long
   */
  public void awaitEnd(long deadlineNanos) {
    ended.awaitQuietly(deadlineNanos);
  }
}
