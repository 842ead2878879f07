// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import io.github.kinesisetl.benchmarks.race.Race.Entrant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * How a race is run.
 *
 * @param quick whether a first impression is enough: one round, less work a run
 * @param contestants who takes part; everybody if it is empty
 * @param data what they are given; everything if it is empty
 */
public record RaceOptions(boolean quick, List<String> contestants, List<String> data) {

  private static final int ROUNDS = 3;
  private static final String USAGE =
      "the options are --quick, --contestants a,b and --data a,b, but got ";

  /** Copies the lists. */
  public RaceOptions {
    contestants = List.copyOf(contestants);
    data = List.copyOf(data);
  }

  /**
   * Reads the command line.
   *
   * @param arguments {@code --quick}, {@code --contestants a,b}, {@code --data a,b}, or nothing
   * @return the options
   * @throws IllegalArgumentException if it says anything else
   */
  public static RaceOptions parse(String... arguments) {
    var options = new RaceOptions(false, List.of(), List.of());
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      options =
          switch (word) {
            case "--quick" -> new RaceOptions(true, options.contestants, options.data);
            case "--contestants" ->
                new RaceOptions(options.quick, names(words, word), options.data);
            case "--data" ->
                new RaceOptions(options.quick, options.contestants, names(words, word));
            default -> throw new IllegalArgumentException(USAGE + word);
          };
    }
    return options;
  }

  boolean admits(Entrant entrant) {
    return (contestants.isEmpty() || contestants.contains(entrant.contestant()))
        && (data.isEmpty() || data.contains(entrant.data()));
  }

  int rounds() {
    return quick ? 1 : ROUNDS;
  }

  private static List<String> names(Iterator<String> words, String option) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs names, separated by commas");
    }
    return List.of(words.next().split(",", -1));
  }
}
