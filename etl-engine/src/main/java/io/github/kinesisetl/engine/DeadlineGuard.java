// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.function.IntSupplier;

/**
 * Tells one lane when to stop. It looks at the clock before each record while records are slow, and
 * ever more seldom, up to every 8th, while they take less than a millisecond and time is plenty.
 * Not safe for use by many threads.
 */
final class DeadlineGuard {

  private static final int MOST_UNCHECKED = 8;

  private static final long PLENTY_MILLIS = 5_000;

  private final IntSupplier remainingMillis;
  private final TimeMargin margin;
  private int stride = 1;
  private int unchecked;
  private long lastRemaining = Long.MAX_VALUE;
  private boolean near;

  DeadlineGuard(IntSupplier remainingMillis, TimeMargin margin) {
    this.remainingMillis = remainingMillis;
    this.margin = margin;
  }

  /** Whether the time left is less than the margin; once it is, it stays so. */
  boolean isNear() {
    if (near || ++unchecked < stride) {
      return near;
    }
    unchecked = 0;
    long remaining = remainingMillis.getAsInt();
    long worked = lastRemaining == Long.MAX_VALUE ? 0 : Math.max(0, lastRemaining - remaining);
    lastRemaining = remaining;
    margin.worked(worked);
    long left = remaining - margin.millis();
    near = left < 0;
    stride = worked == 0 && left > PLENTY_MILLIS ? Math.min(MOST_UNCHECKED, 2 * stride) : 1;
    return near;
  }
}
