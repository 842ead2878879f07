// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import java.util.List;

/** What a datum says. */
public sealed interface Observation {

  /**
   * One value.
   *
   * @param value finite
   */
  record Value(double value) implements Observation {}

  /**
   * A summary of many values.
   *
   * @param sampleCount how many values there were
   * @param sum their sum
   * @param minimum the least of them
   * @param maximum the greatest of them
   */
  record Statistics(double sampleCount, double sum, double minimum, double maximum)
      implements Observation {}

  /**
   * Values with how often each was seen.
   *
   * @param values 1 to 150
   * @param counts as many as values, 1 where the client said nothing
   */
  record Distribution(List<Double> values, List<Double> counts) implements Observation {

    /** Copies both lists. */
    public Distribution {
      values = List.copyOf(values);
      counts = List.copyOf(counts);
    }
  }
}
