// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

/** KPL at a steady rate, with the same linger as ours. */
final class KplPacedMain {

  private KplPacedMain() {}

  public static void main(String[] arguments) throws Exception {
    Course.runPaced(arguments, KplContestant::openPaced);
  }
}
