// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for. Immutable.
 *
 * @param events how many events are replayed
 * @param eventsPerSecond how fast; 0 for as fast as it goes
 * @param enforceLimits whether the streams throttle as in AWS
 * @param outputFolder where results and the report go; emptied first
 */
record QuickstartOptions(
    int events, int eventsPerSecond, boolean enforceLimits, Path outputFolder) {

  static final String USAGE =
      """
      Options:
        --events N      replay N events, 1000 to 20000000 (default 100000)
        --rate N        put at most N events a second, 0 for no bound (default 0)
        --no-limits     let shards take more than 1 MiB and 1,000 entries a second
        --out FOLDER    write results and report.html there (default target/quickstart)
      """;

  static QuickstartOptions parse(List<String> arguments) {
    int events = 100_000;
    int rate = 0;
    boolean enforceLimits = true;
    Path folder = Path.of("target", "quickstart");
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--events" -> events = number(option, value(rest), 1_000);
        case "--rate" -> rate = number(option, value(rest), 0);
        case "--no-limits" -> enforceLimits = false;
        case "--out" -> folder = Path.of(value(rest));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    if (folder.toString().isEmpty()) {
      throw new IllegalArgumentException("--out needs a folder");
    }
    return new QuickstartOptions(events, rate, enforceLimits, folder);
  }

  private static String value(Iterator<String> rest) {
    return rest.hasNext() ? rest.next() : "";
  }

  private static int number(String option, String text, int min) {
    int max = 20_000_000;
    if (!text.matches("[0-9]{1,8}")
        || Integer.parseInt(text) < min
        || Integer.parseInt(text) > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, but is '%s'".formatted(option, min, max, text));
    }
    return Integer.parseInt(text);
  }
}
