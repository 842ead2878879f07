// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A real series with windows in which something is known to have gone wrong. Immutable.
 *
 * @param name what was measured
 * @param points the values in the order of their time
 * @param windows the known anomalies
 */
record KnownSeries(String name, List<Point> points, List<Window> windows) {

  /** The names of the series that the example brings along. */
  static final List<String> NAMES =
      List.of(
          "nyc_taxi",
          "ambient_temperature_system_failure",
          "ec2_request_latency_system_failure",
          "rogue_agent_key_updown");

  /** One value. */
  record Point(Instant time, double value) {}

  /** A known anomaly, both ends included. */
  record Window(Instant start, Instant end) {
    boolean contains(Instant time) {
      return !time.isBefore(start) && !time.isAfter(end);
    }
  }

  static List<KnownSeries> loadAll() throws IOException {
    List<KnownSeries> all = new ArrayList<>();
    try (BufferedReader json = Resources.text("nab/windows.json")) {
      JsonNode windows = new ObjectMapper().readTree(json);
      for (String name : NAMES) {
        all.add(new KnownSeries(name, points(name), windows(windows.path(name))));
      }
    }
    return all;
  }

  /** The same series, cut after some points; windows behind the cut go too. */
  KnownSeries first(int count) {
    List<Point> kept = points.subList(0, Math.min(count, points.size()));
    Instant last = kept.isEmpty() ? Instant.MIN : kept.get(kept.size() - 1).time();
    return new KnownSeries(
        name, kept, windows.stream().filter(window -> !window.end().isAfter(last)).toList());
  }

  private static List<Point> points(String name) throws IOException {
    List<Point> points = new ArrayList<>();
    try (BufferedReader lines = Resources.gunzipped("nab/" + name + ".csv.gz")) {
      lines.readLine(); // timestamp,value
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comma = line.indexOf(',');
        Instant time = Instant.parse(line.substring(0, comma).replace(' ', 'T') + "Z");
        points.add(new Point(time, Double.parseDouble(line.substring(comma + 1))));
      }
    }
    return List.copyOf(points);
  }

  private static List<Window> windows(JsonNode json) {
    List<Window> windows = new ArrayList<>();
    json.forEach(window ->
        windows.add(
            new Window(
                Instant.parse(window.get(0).asText()), Instant.parse(window.get(1).asText()))));
    return List.copyOf(windows);
  }
}
