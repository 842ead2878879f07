// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Turns a total of the samples into how much it grew in the second around each moment. That second
 * is moved to lie within the time in which the total grew, so that begin and end stay sharp.
 */
final class Rates {

  private static final double WINDOW_SECONDS = 1;

  private final List<Sample> samples;
  private final ToLongFunction<Sample> total;
  private final double begin;
  private final double end;

  private Rates(List<Sample> samples, ToLongFunction<Sample> total) {
    this.samples = samples;
    this.total = total;
    long first = total.applyAsLong(samples.get(0));
    long last = total.applyAsLong(samples.get(samples.size() - 1));
    this.begin =
        samples.stream()
            .filter(now -> total.applyAsLong(now) == first)
            .mapToDouble(Sample::seconds)
            .max()
            .orElse(0);
    this.end =
        samples.stream()
            .filter(now -> total.applyAsLong(now) == last)
            .mapToDouble(Sample::seconds)
            .min()
            .orElse(0);
  }

  /**
   * How fast a total grew, a second, at each sample.
   *
   * @param samples one or more
   * @param total what never shrinks
   */
  static List<Dot> perSecond(List<Sample> samples, ToLongFunction<Sample> total) {
    return new Rates(samples, total).dots();
  }

  private List<Dot> dots() {
    List<Dot> dots = new ArrayList<>();
    double lastFrom = Math.max(begin, end - WINDOW_SECONDS);
    int left = 0;
    int right = 0;
    for (Sample sample : samples) {
      double now = sample.seconds();
      double middle = Math.max(begin, now - WINDOW_SECONDS / 2);
      double from = Math.min(middle, lastFrom);
      left = lastUpTo(from, left);
      right = lastUpTo(from + WINDOW_SECONDS, right);
      double growth = totalAt(from + WINDOW_SECONDS, right) - totalAt(from, left);
      dots.add(new Dot(now, now <= begin || now > end ? 0 : growth / WINDOW_SECONDS));
    }
    return dots;
  }

  /** The last sample up to a moment, searched from one that is not later. */
  private int lastUpTo(double seconds, int from) {
    int i = from;
    while (i + 1 < samples.size() && samples.get(i + 1).seconds() <= seconds) {
      i++;
    }
    return i;
  }

  /** The total at a moment after a sample, as if it grew evenly to the next. */
  private double totalAt(double seconds, int i) {
    Sample before = samples.get(i);
    double start = total.applyAsLong(before);
    if (i + 1 == samples.size() || seconds <= before.seconds()) {
      return start;
    }
    Sample after = samples.get(i + 1);
    double share = (seconds - before.seconds()) / (after.seconds() - before.seconds());
    return start + share * (total.applyAsLong(after) - start);
  }
}
