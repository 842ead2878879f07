// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

/** Our producer at a steady rate. */
final class PacedMain {

  private PacedMain() {}

  public static void main(String[] arguments) throws Exception {
    Course.runPaced(arguments, DenseContestant::openPaced);
  }
}
