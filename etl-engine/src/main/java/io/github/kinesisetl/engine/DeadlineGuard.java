// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Tells one lane when to stop. It looks at the clock before each record while records are slow, and
 * ever more seldom, up to every 8th, while they take less than a millisecond and time is plenty.
 * Not safe for use by many threads.
 */
final class DeadlineGuard {

  private static final int MOST_UNCHECKED = 8;

  private static final long PLENTY_MILLIS = 5_000;

  private final IntSupplier remainingMillis;
  private final LongSupplier keptMillis;
  private final LongConsumer worked;
  private int stride = 1;
  private int unchecked;
  private long lastRemaining = Long.MAX_VALUE;
  private boolean near;

  /**
   * A guard that has not looked yet.
   *
   * @param remainingMillis the time left
   * @param keptMillis how much of it must be kept
   * @param worked hears how long it took from one look to the next
   */
  DeadlineGuard(IntSupplier remainingMillis, LongSupplier keptMillis, LongConsumer worked) {
    this.remainingMillis = remainingMillis;
    this.keptMillis = keptMillis;
    this.worked = worked;
  }

  /** Whether the time left is less than the margin; once it is, it stays so. */
  boolean isNear() {
    if (near || ++unchecked < stride) {
      return near;
    }
    unchecked = 0;
    long remaining = remainingMillis.getAsInt();
    long since = lastRemaining == Long.MAX_VALUE ? 0 : Math.max(0, lastRemaining - remaining);
    lastRemaining = remaining;
    worked.accept(since);
    long left = remaining - keptMillis.getAsLong();
    near = left < 0;
    stride = since == 0 && left > PLENTY_MILLIS ? Math.min(MOST_UNCHECKED, 2 * stride) : 1;
    return near;
  }
}
