// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A moment to give up, on a clock that the caller brings. It interrupts nobody: whoever waits asks
 * how long it still may. Safe for use by many threads if the ticker is.
 *
 * @since 0.1.0
 */
public final class Deadline {
  private static final Deadline NONE = new Deadline(null, 0);

  private final @Nullable LongSupplier ticker;
  private final long endNanos;

  private Deadline(@Nullable LongSupplier ticker, long endNanos) {
    this.ticker = ticker;
    this.endNanos = endNanos;
  }

  /**
   * A deadline that never passes.
   *
   * @return the deadline
   */
  public static Deadline none() {
    return NONE;
  }

  /**
   * A deadline some time from now.
   *
   * @param time how long from now; not negative
   * @param ticker nanoseconds of a clock that never goes back, such as {@code System::nanoTime}
   * @return the deadline
   */
  public static Deadline in(Duration time, LongSupplier ticker) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time must be 0 or more, but is " + time);
    }
    return new Deadline(requireNonNull(ticker, "ticker"), ticker.getAsLong() + time.toNanos());
  }

  /**
   * How long one may still wait.
   *
   * @return zero if the deadline passed, 292 years if there is none
   */
  public Duration remaining() {
    LongSupplier clock = ticker;
    if (clock == null) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    return Duration.ofNanos(Math.max(0, endNanos - clock.getAsLong()));
  }

  /**
   * Whether it is too late.
   *
   * @return true once no time remains
   */
  public boolean hasPassed() {
    return remaining().isZero();
  }
}
