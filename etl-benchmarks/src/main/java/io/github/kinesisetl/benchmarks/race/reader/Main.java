// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import io.github.kinesisetl.benchmarks.race.RaceOptions;
import io.github.kinesisetl.benchmarks.race.RaceRunner;
import java.nio.file.Path;

/** Runs the race; see the script {@code race}. */
final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    RaceOptions options = RaceOptions.parse(arguments);
    new RaceRunner(options, System.out).run(new ReaderRace(options), Path.of("results"));
  }
}
