// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/** Ranges of numbers; NaN is in none. */
final class Checks {
  private Checks() {}

  static void between(String name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, but is %s"
              .formatted(name, text(lowest), text(highest), text(value)));
    }
  }

  private static String text(double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole ? Long.toString((long) value) : Double.toString(value);
  }
}
