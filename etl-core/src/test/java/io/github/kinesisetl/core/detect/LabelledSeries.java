// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A series with the windows in which somebody says that something was wrong. */
record LabelledSeries(String name, List<Point> points, List<Window> windows) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One value. */
  record Point(Instant time, double value) {}

  /** A span of time, both ends included. */
  record Window(Instant from, Instant to) {
    boolean holds(Instant time) {
      return !time.isBefore(from) && !time.isAfter(to);
    }
  }

  /** How a detector did. */
  record Result(List<Alert> alerts, int found, long falseAlerts, int touched) {}

  static LabelledSeries nycTaxi() throws IOException {
    try (InputStream data = resource("/nab/nyc_taxi.csv.gz");
        InputStream labels = resource("/nab/nyc_taxi_windows.json")) {
      return nab("nyc_taxi", data, JSON.readTree(labels));
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(LabelledSeries.class.getResourceAsStream(name), name);
  }

  static LabelledSeries nab(String name, InputStream gzip, JsonNode windows) throws IOException {
    var points = new ArrayList<Point>();
    for (String line : lines(gzip)) {
      if (!line.startsWith("timestamp")) {
        String[] cells = line.split(",", -1);
        points.add(new Point(nabTime(cells[0]), Double.parseDouble(cells[1])));
      }
    }
    var spans = new ArrayList<Window>();
    for (JsonNode window : windows) {
      spans.add(new Window(nabTime(window.get(0).asText()), nabTime(window.get(1).asText())));
    }
    return new LabelledSeries(name, points, spans);
  }

  static LabelledSeries aiops(String name, InputStream gzip) throws IOException {
    var points = new ArrayList<Point>();
    var spans = new ArrayList<Window>();
    boolean inside = false;
    for (String line : lines(gzip)) {
      if (line.startsWith("#") || line.startsWith("timestamp")) {
        continue;
      }
      String[] cells = line.split(",", -1);
      Instant time = Instant.ofEpochSecond(Long.parseLong(cells[0]));
      points.add(new Point(time, Double.parseDouble(cells[1])));
      boolean labelled = cells[2].startsWith("1");
      if (labelled) {
        Instant from = inside ? spans.remove(spans.size() - 1).from() : time;
        spans.add(new Window(from, time));
      }
      inside = labelled;
    }
    return new LabelledSeries(name, points, spans);
  }

  private static List<String> lines(InputStream gzip) throws IOException {
    var input = new InputStreamReader(new GZIPInputStream(gzip), StandardCharsets.UTF_8);
    try (var reader = new BufferedReader(input)) {
      return reader.lines().toList();
    }
  }

  private static Instant nabTime(String text) {
    return LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  /** Streams the series through once with the defaults. */
  Result run() {
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    AlertTracker tracker = AlertTracker.of(AlertPolicy.defaults());
    var alerts = new ArrayList<Alert>();
    var anomalies = new ArrayList<Instant>();
    for (Point point : points) {
      Score score = detector.score(point.time(), point.value());
      if (score.verdict().isAnomaly()) {
        anomalies.add(score.time());
      }
      for (AlertChange change : tracker.observe(score)) {
        if (change instanceof AlertChange.Raised raised) {
          alerts.add(raised.alert());
        }
      }
    }
    List<Instant> raised = alerts.stream().map(Alert::latest).toList();
    long outside = raised.stream().filter(t -> windows.stream().noneMatch(w -> w.holds(t))).count();
    return new Result(
        Collections.unmodifiableList(alerts), windowsWith(raised), outside, windowsWith(anomalies));
  }

  private int windowsWith(List<Instant> sortedTimes) {
    int count = 0;
    for (Window window : windows) {
      int at = Collections.binarySearch(sortedTimes, window.from());
      int next = at < 0 ? -at - 1 : at;
      if (next < sortedTimes.size() && window.holds(sortedTimes.get(next))) {
        count++;
      }
    }
    return count;
  }
}
