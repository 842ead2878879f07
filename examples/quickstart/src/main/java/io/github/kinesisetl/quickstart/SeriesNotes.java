// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.List;
import java.util.Map;

/**
 * What people call a series and its windows, after the description that comes with the Numenta
 * Anomaly Benchmark (data/README.md there). Immutable.
 *
 * @param title what was measured
 * @param unit of the values, empty if the source names none
 * @param causes of the windows in their order; there may be fewer than windows
 */
record SeriesNotes(String title, String unit, List<String> causes) {

  private static final Map<String, SeriesNotes> KNOWN =
      Map.of(
          "nyc_taxi",
          new SeriesNotes(
              "Taxi passengers in New York",
              "passengers in 30 minutes",
              List.of("marathon", "Thanksgiving", "Christmas", "New Year", "snow storm")),
          "ambient_temperature_system_failure",
          new SeriesNotes("Temperature in an office", "degrees", List.of()),
          "ec2_request_latency_system_failure",
          new SeriesNotes("A server before its failure", "", List.of()),
          "rogue_agent_key_updown",
          new SeriesNotes(
              "Timing of key strokes", "", List.of("change of user", "change of user")));

  /** The notes on a series; its bare name if nothing is known. */
  static SeriesNotes of(String name) {
    return KNOWN.getOrDefault(name, new SeriesNotes(name, "", List.of()));
  }

  /** The letter of a window in the chart. */
  static String letter(int window) {
    return window < 26 ? String.valueOf((char) ('A' + window)) : Integer.toString(window + 1);
  }

  /** What happened in a window; empty if unknown. */
  String cause(int window) {
    return window < causes.size() ? causes.get(window) : "";
  }
}
