// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

/** PutRecords of events as they are. */
final class PlainMain {

  private PlainMain() {}

  public static void main(String[] arguments) throws Exception {
    Course.run(arguments, PutRecordsContestant::plain);
  }
}
