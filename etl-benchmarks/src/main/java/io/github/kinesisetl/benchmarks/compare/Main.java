// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.compare;

import java.nio.file.Path;

/** Compares two files of JMH's JSON; see the script {@code jmh-compare}. */
final class Main {

  private static final double DEFAULT_THRESHOLD_PERCENT = 10;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("usage: jmh-compare <before.json> <after.json> [threshold percent]");
      System.exit(2);
    }
    double threshold =
        arguments.length == 3 ? Double.parseDouble(arguments[2]) : DEFAULT_THRESHOLD_PERCENT;
    var comparison =
        new Comparison(
            Measurement.read(Path.of(arguments[0])),
            Measurement.read(Path.of(arguments[1])),
            threshold);
    comparison.lines().forEach(System.out::println);
    comparison.regressions().forEach(line -> System.out.println("REGRESSION " + line));
    System.out.printf("%d regressions%n", comparison.regressions().size());
    System.exit(comparison.regressions().isEmpty() ? 0 : 1);
  }
}
