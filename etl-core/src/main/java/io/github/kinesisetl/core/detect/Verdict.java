// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * What a detector says of one value.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** As expected. */
  NORMAL,
  /** This value alone lies outside its band. */
  POINT_ANOMALY,
  /** Values of the last hours together lie off what the season expects, each a little. */
  SUSTAINED_ANOMALY,
  /** The detector has not seen enough of the series to judge. */
  LEARNING,
  /** The value is not newer than one seen before; it was neither judged nor learned. */
  IGNORED_NOT_NEWER,
  /** No number, beyond ±1e30, or not in the years 0 to 9999; neither judged nor learned. */
  IGNORED_OUT_OF_RANGE;

  /**
   * Whether this is one of the two kinds of anomaly.
   *
   * @return true if so
   */
  public boolean isAnomaly() {
    return this == POINT_ANOMALY || this == SUSTAINED_ANOMALY;
  }

  /**
   * Whether the value was neither judged nor learned.
   *
   * @return true if so
   */
  public boolean isIgnored() {
    return this == IGNORED_NOT_NEWER || this == IGNORED_OUT_OF_RANGE;
  }
}
