// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import java.time.Duration;

/**
 * When anomalies become an alert, and when the next one may follow.
 *
 * @param quietTime an episode is over, and the next may be raised, when no anomaly came for longer
 *     than this; 0 to 366 days
 * @param fewestAnomalies an episode is raised at its anomaly of this number; 1 or more
 * @since 0.1.0
 */
public record AlertPolicy(Duration quietTime, int fewestAnomalies) {
  private static final Duration LONGEST = Duration.ofDays(366);

  /** Checks both ranges. */
  public AlertPolicy {
    if (quietTime.isNegative() || quietTime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("quietTime must be 0 to 366 days, but is " + quietTime);
    }
    if (fewestAnomalies < 1) {
      throw new IllegalArgumentException(
          "fewestAnomalies must be 1 or more, but is " + fewestAnomalies);
    }
  }

  /**
   * At the first anomaly, and again after half a day without any.
   *
   * @return the policy with 12 hours and 1 anomaly
   */
  public static AlertPolicy defaults() {
    return new AlertPolicy(Duration.ofHours(12), 1);
  }
}
