// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import java.time.Instant;

/**
 * Judges each value of one series against what the series taught it so far.
 *
 * <p>A detector knows no time but that of the values, so the same values give the same scores, now
 * and in a replay, on any JVM. It is not safe for use by several threads: hold one for each key, as
 * {@link KeyedDetectors} does.
 *
 * @since 0.1.0
 */
public sealed interface AnomalyDetector permits SeasonalDetector {

  /**
   * A detector for series with or without a daily and weekly rhythm. It keeps about 6 KB, so it is
   * meant for thousands of series, not for millions.
   *
   * @param options how it learns and how often it may be wrong
   * @return a detector that has seen nothing yet
   */
  static AnomalyDetector seasonal(SeasonalOptions options) {
    return SeasonalDetector.fresh(options);
  }

  /**
   * A detector that goes on where {@link #state()} was taken.
   *
   * @param state the bytes, options included
   * @return a detector that scores the next values as the first one would have
   * @throws StateFormatException if the bytes are no state, or of a version unknown here
   */
  static AnomalyDetector restore(byte[] state) {
    return SeasonalDetector.restored(state);
  }

  /**
   * Judges the next value, then learns from it. Values must come in the order of their times; one
   * that is not newer than the newest, or not a number, is ignored, and the verdict says so. A gap
   * is fine. One value whose time is wrongly far ahead therefore silences the series until then:
   * reject such times before.
   *
   * @param time the value's own time
   * @param value the value, from -1e30 to 1e30
   * @return the verdict, with what had been expected
   */
  Score score(Instant time, double value);

  /**
   * Everything learned, as bytes that {@link #restore} reads.
   *
   * @return a new array of about 6 KB that starts with a kind and a version
   */
  byte[] state();
}
