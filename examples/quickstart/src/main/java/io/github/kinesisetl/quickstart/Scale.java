// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

/**
 * Maps values to places in a drawing. Immutable.
 *
 * @param low the value at {@code start}; finite
 * @param high the value at {@code end}; finite, above {@code low}
 * @param start a place in units of the drawing
 * @param end a place; below {@code start} if values grow upwards
 */
record Scale(double low, double high, double start, double end) {

  Scale {
    if (!Double.isFinite(low) || !Double.isFinite(high) || high <= low) {
      throw new IllegalArgumentException(
          "low and high must be finite and differ, but are %s and %s".formatted(low, high));
    }
  }

  /** A scale for values that may all be the same; then it reaches one above them. */
  static Scale of(double low, double high, double start, double end) {
    return new Scale(low, high > low ? high : low + 1, start, end);
  }

  /** The place of a value; values beyond the ends lie beyond them. */
  double at(double value) {
    return start + (value - low) / (high - low) * (end - start);
  }
}
