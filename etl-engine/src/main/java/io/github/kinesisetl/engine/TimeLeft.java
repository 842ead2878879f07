// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The time that is left for a batch, and how much of it must be kept. Safe for use by many threads.
 */
final class TimeLeft {

  private final IntSupplier remainingMillis;
  private final TimeMargin margin;

  TimeLeft(IntSupplier remainingMillis, TimeMargin margin) {
    this.remainingMillis = remainingMillis;
    this.margin = margin;
  }

  int millis() {
    return remainingMillis.getAsInt();
  }

  /** Tells one lane when to stop. */
  DeadlineGuard guard() {
    return new DeadlineGuard(remainingMillis, margin);
  }

  /** Writes, and learns how long it takes. */
  void measure(Runnable write) {
    long before = System.nanoTime();
    write.run();
    margin.wrote(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
  }
}
