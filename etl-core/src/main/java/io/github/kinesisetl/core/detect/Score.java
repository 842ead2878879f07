// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a detector made of one value, or of several values with one time. Immutable.
 *
 * @param time the value's own time
 * @param verdict what it is
 * @param score how surprising it is, from 0 to 1; 0.5 is the threshold
 * @param attribute which of the readings is the most surprising; 0 if there is only one
 * @param readings what was seen and expected, by attribute; never empty
 * @since 0.1.0
 */
public record Score(
    Instant time, Verdict verdict, double score, int attribute, List<Reading> readings) {

  /** Checks the range of the score and that the attribute exists. */
  public Score {
    requireNonNull(time, "time");
    requireNonNull(verdict, "verdict");
    readings = List.copyOf(readings);
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be 0 to 1, but is " + score);
    }
    if (attribute < 0 || attribute >= readings.size()) {
      throw new IllegalArgumentException(
          "attribute must be 0 to %d, but is %d".formatted(readings.size() - 1, attribute));
    }
  }

  /**
   * How grave the anomaly is.
   *
   * @return 0 if this is no anomaly, else more than 0 and at most 1
   */
  public double grade() {
    return verdict.isAnomaly() ? Math.max(Double.MIN_VALUE, 2 * score - 1) : 0;
  }

  /**
   * The most surprising reading.
   *
   * @return what was seen and expected of {@link #attribute()}
   */
  public Reading reading() {
    return readings.get(attribute);
  }

  /**
   * One attribute's value beside what was expected of it. As long as nothing could be expected, and
   * for an ignored value, expected value and band equal what was observed.
   *
   * @param observed the value itself
   * @param expected the value that was most likely
   * @param lower the band's lower end; for a sustained anomaly, of the mean of the last hours
   * @param upper the band's upper end
   */
  public record Reading(double observed, double expected, double lower, double upper) {
    static Reading unexpected(double observed) {
      return new Reading(observed, observed, observed, observed);
    }

    static Reading around(double observed, double expected, double halfWidth) {
      return new Reading(observed, expected, expected - halfWidth, expected + halfWidth);
    }
  }
}
