// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * A point of a curve, in the units of its data.
 *
 * @param x the moment
 * @param y the value then
 */
record Dot(double x, double y) {

  /**
   * A curve of at most so many dots that looks the same: of each stretch stay the lowest and the
   * highest dot, in their order.
   *
   * @param atMost 2 or more
   */
  static List<Dot> thinned(List<Dot> dots, int atMost) {
    if (dots.size() <= atMost) {
      return dots;
    }
    int stretches = atMost / 2;
    List<Dot> kept = new ArrayList<>();
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) i * dots.size() / stretches);
      int to = (int) ((long) (i + 1) * dots.size() / stretches);
      addExtremes(dots.subList(from, to), kept);
    }
    return kept;
  }

  private static void addExtremes(List<Dot> stretch, List<Dot> kept) {
    Dot lowest = stretch.get(0);
    Dot highest = stretch.get(0);
    for (Dot dot : stretch) {
      lowest = dot.y < lowest.y ? dot : lowest;
      highest = dot.y > highest.y ? dot : highest;
    }
    boolean risesFirst = lowest.x <= highest.x;
    kept.add(risesFirst ? lowest : highest);
    if (!lowest.equals(highest)) {
      kept.add(risesFirst ? highest : lowest);
    }
  }

  static double highest(List<Dot> dots) {
    return dots.stream().mapToDouble(Dot::y).max().orElse(0);
  }
}
