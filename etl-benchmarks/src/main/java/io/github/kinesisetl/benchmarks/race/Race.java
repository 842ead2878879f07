// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Contestants that do the same work, measured the same way. */
public interface Race {

  /**
   * The name, by which the results are filed.
   *
   * @return such as {@code producer}
   */
  String name();

  /**
   * What is run in every round, in this order.
   *
   * @return each contestant with each data
   */
  List<Entrant> entrants();

  /**
   * What the data is.
   *
   * @return a line for each data
   */
  List<String> describeData();

  /**
   * Runs one contestant once.
   *
   * @param entrant one of {@link #entrants()}
   * @return the value of each metric, in the order in which they are shown
   * @throws IOException if the run failed or did less than the whole work; the race is void
   * @throws InterruptedException if the thread is interrupted
   */
  Map<String, Double> run(Entrant entrant) throws IOException, InterruptedException;

  /**
   * One contestant with one data.
   *
   * @param contestant who runs
   * @param data what it is given
   */
  record Entrant(String contestant, String data) {}
}
