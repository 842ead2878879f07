// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import io.github.kinesisetl.benchmarks.race.Race.Entrant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Runs a race in interleaved rounds, so that a busy minute of the machine hits everybody. */
public final class RaceRunner {

  private final RaceOptions options;
  private final PrintStream out;

  /**
   * A runner.
   *
   * @param options how to run
   * @param out where the table goes
   */
  public RaceRunner(RaceOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs all rounds, prints the table and writes the results.
   *
   * @param race the race
   * @param results the folder for {@code <race>.jsonl}
   * @throws IOException if a run failed or the results cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public void run(Race race, Path results) throws IOException, InterruptedException {
    var table = new ResultTable();
    List<Entrant> entrants = race.entrants().stream().filter(options::admits).toList();
    if (entrants.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody takes part; there are " + race.entrants().stream().distinct().toList());
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (Entrant entrant : entrants) {
        System.err.printf(
            "round %d of %d: %s, %s%n",
            round, options.rounds(), entrant.contestant(), entrant.data());
        race.run(entrant).forEach((metric, value) -> table.add(entrant, metric, value));
      }
    }
    print(race, table);
    Path file = results.resolve(race.name() + ".jsonl");
    table.write(file);
    System.err.println("written: " + file);
  }

  private void print(Race race, ResultTable table) {
    out.printf(
        "race: %s, %s%s%n",
        race.name(),
        LocalDate.now(ZoneOffset.UTC),
        options.quick() ? " (quick: one round, little warm-up: times come out too high)" : "");
    out.println("machine: " + Machine.describe());
    out.println("versions: " + Machine.versions());
    race.describeData().forEach(line -> out.println("data: " + line));
    out.println();
    out.print(table.markdown());
  }
}
