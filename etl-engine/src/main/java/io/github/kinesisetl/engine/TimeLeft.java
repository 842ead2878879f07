// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.function.IntSupplier;

/**
 * The time that is left for a batch, and how much of it must be kept. Safe for use by many threads.
 */
final class TimeLeft {

  /**
   * The share of a batch's time that is kept at most. A sink that takes longer than that cannot be
   * worked with at all.
   */
  private static final double MOST_KEPT = 0.75;

  private final IntSupplier remainingMillis;
  private final TimeMargin margin;
  private final long mostKeptMillis;
  private long maxWaitMillis; // written by the thread that waits

  /** The time of a batch that begins now. */
  TimeLeft(IntSupplier remainingMillis, TimeMargin margin) {
    this.remainingMillis = remainingMillis;
    this.margin = margin;
    int millis = remainingMillis.getAsInt();
    this.mostKeptMillis = (long) (millis * MOST_KEPT);
    this.maxWaitMillis = millis / 2;
  }

  int millis() {
    return remainingMillis.getAsInt();
  }

  /** Whether less is left than must be kept. */
  boolean isNear() {
    return millis() < keptMillis();
  }

  /** Whether a pause is within the half of the time that may be spent on waiting for others. */
  boolean mayWait(long pauseMillis) {
    maxWaitMillis -= pauseMillis;
    return maxWaitMillis >= 0 && millis() - pauseMillis > keptMillis();
  }

  /** Tells one lane when to stop. */
  DeadlineGuard guard() {
    return new DeadlineGuard(remainingMillis, this::keptMillis, margin::worked);
  }

  /** However slow writes were of late, some of the time is for work: else there never is any. */
  private long keptMillis() {
    return Math.min(margin.millis(), mostKeptMillis);
  }

  /** Writes, and learns how long it takes. */
  void measure(Runnable write) {
    int before = millis();
    write.run();
    margin.wrote(Math.max(0, before - millis()));
  }
}
