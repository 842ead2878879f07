// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

/**
 * Values of one series over some time, as far as a detector needs to know them: how many, their
 * sum, the least and the greatest. Summaries of parts merge into that of the whole. Immutable.
 *
 * @param count how many values, at least 1
 * @param sum their sum
 * @param min the least
 * @param max the greatest
 * @since 0.1.0
 */
public record ValueSummary(long count, double sum, double min, double max) {

  /** Checks that these can be a summary of values. */
  public ValueSummary {
    if (count < 1) {
      throw new IllegalArgumentException("count must be 1 or more, but is " + count);
    }
    if (!Double.isFinite(sum) || !Double.isFinite(min) || !Double.isFinite(max) || min > max) {
      throw new IllegalArgumentException(
          "sum, min and max must be finite and min at most max, but are %s, %s and %s"
              .formatted(sum, min, max));
    }
  }

  /**
   * The summary of one value.
   *
   * @param value a finite value
   * @return its summary
   */
  public static ValueSummary of(double value) {
    return new ValueSummary(1, value, value, value);
  }

  /**
   * The summary of the values of both.
   *
   * @param other the summary of other values
   * @return a new summary
   */
  public ValueSummary plus(ValueSummary other) {
    return new ValueSummary(
        count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
  }

  /**
   * One number for all the values.
   *
   * @param statistic which one
   * @return the number
   */
  public double value(Statistic statistic) {
    return switch (requireNonNull(statistic, "statistic")) {
      case COUNT -> count;
      case SUM -> sum;
      case MEAN -> sum / count;
      case MIN -> min;
      case MAX -> max;
    };
  }

  /** What one number can say of many values. */
  public enum Statistic {
    /** How many there were. */
    COUNT,
    /** Their sum. */
    SUM,
    /** Their arithmetic mean. */
    MEAN,
    /** The least. */
    MIN,
    /** The greatest. */
    MAX
  }
}
