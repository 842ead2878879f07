// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * What a benchmark's operation takes.
 *
 * @param bytes allocated, by all threads
 * @param ratio processor time in thousandths of the reference kernel's
 */
record Reading(double bytes, double ratio) {

  private static final double MORE_BYTES = 1.05;
  private static final double MORE_TIME = 1.40;

  /**
   * Half of the smallest object: what iterations cost, and how full pools are, not what events do.
   */
  private static final double FREE_BYTES = 8;

  /** The less of either figure. */
  Reading least(Reading other) {
    return new Reading(Math.min(bytes, other.bytes), Math.min(ratio, other.ratio));
  }

  /** Tells what is worse here than in a baseline. */
  Optional<String> worseThan(Reading baseline) {
    if (bytes > baseline.bytes * MORE_BYTES + FREE_BYTES) {
      return Optional.of("allocates %+.0f %%".formatted(100 * (bytes / baseline.bytes - 1)));
    }
    if (ratio > baseline.ratio * MORE_TIME) {
      return Optional.of("takes %+.0f %% of time".formatted(100 * (ratio / baseline.ratio - 1)));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%10.1f B/op %10.2f", bytes, ratio);
  }
}
