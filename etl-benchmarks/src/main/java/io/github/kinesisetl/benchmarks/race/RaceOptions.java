// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

/**
 * How a race is run.
 *
 * @param quick whether a first impression is enough: one round, less work a run
 */
public record RaceOptions(boolean quick) {

  private static final int ROUNDS = 3;

  /**
   * Reads the command line.
   *
   * @param arguments nothing or {@code --quick}
   * @return the options
   * @throws IllegalArgumentException if it says anything else
   */
  public static RaceOptions parse(String... arguments) {
    boolean quick = false;
    for (String argument : arguments) {
      if (!argument.equals("--quick")) {
        throw new IllegalArgumentException("the only option is --quick, but got " + argument);
      }
      quick = true;
    }
    return new RaceOptions(quick);
  }

  int rounds() {
    return quick ? 1 : ROUNDS;
  }
}
