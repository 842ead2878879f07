// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What changed from one run to another. A time is a regression if it is longer by more than the
 * threshold and the confidence intervals do not touch; garbage is one if it grows by more than a
 * byte and the threshold. Immutable.
 */
final class Comparison {

  private static final double TOLERATED_BYTES = 1;

  private final List<String> lines = new ArrayList<>();
  private final List<String> regressions = new ArrayList<>();

  Comparison(
      Map<String, Measurement> before, Map<String, Measurement> after, double thresholdPercent) {
    after.forEach((name, now) -> {
      Measurement then = before.get(name);
      if (then == null) {
        lines.add(name + ": new");
      } else {
        compare(name, then, now, 1 + thresholdPercent / 100);
      }
    });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> lines.add(name + ": gone"));
  }

  /** A line for each benchmark. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The names of what got worse, with the figures. */
  List<String> regressions() {
    return List.copyOf(regressions);
  }

  private void compare(String name, Measurement then, Measurement now, double tolerated) {
    String change =
        String.format(
            Locale.ROOT,
            "%s: %.1f -> %.1f %s (%+.1f %%), %.1f -> %.1f B/op",
            name,
            then.score(),
            now.score(),
            now.unit(),
            (now.score() / then.score() - 1) * 100,
            then.allocatedBytes(),
            now.allocatedBytes());
    lines.add(change);
    boolean slower = now.score() > then.score() * tolerated && now.low() > then.high();
    double more = now.allocatedBytes() - then.allocatedBytes();
    boolean dirtier =
        more > TOLERATED_BYTES && now.allocatedBytes() > then.allocatedBytes() * tolerated;
    if (slower || dirtier) {
      regressions.add(change);
    }
  }
}
