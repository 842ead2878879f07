// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale for values that begins and ends at a tick. Immutable.
 *
 * @param scale from the lowest tick to the highest one
 * @param ticks round values in rising order, two or more
 */
record ValueAxis(Scale scale, List<Double> ticks) {

  private static final double SLACK = 1e-9; // of a step, for what binary fractions miss

  ValueAxis {
    ticks = List.copyOf(ticks);
  }

  /**
   * An axis that holds all values.
   *
   * @param low the least value
   * @param high the greatest value; if it is not above the least, the axis reaches one higher
   * @param steps how many steps the values may span, 1 or more
   * @param floor where the lowest tick is drawn
   * @param top where the highest tick is drawn
   */
  static ValueAxis of(double low, double high, int steps, double floor, double top) {
    Scale tight = Scale.of(low, high, floor, top);
    double step = step(tight.high() - tight.low(), steps);
    long first = (long) Math.floor(tight.low() / step + SLACK);
    long last = (long) Math.ceil(tight.high() / step - SLACK);
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return new ValueAxis(new Scale(first * step, last * step, floor, top), ticks);
  }

  /**
   * The smallest of 1, 2 and 5 times a power of ten that spans a range in at most so many steps.
   */
  static double step(double span, int steps) {
    double least = span / steps;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - SLACK)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
