// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.producer.ProducerMetrics;
import io.github.kinesisetl.quickstart.KnownSeries.Point;
import io.github.kinesisetl.quickstart.KnownSeries.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs for the report's tests, made up without a stream. */
final class ReportRun {

  static final Instant BEGIN = Instant.parse("2014-11-01T00:00:00Z");
  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000002";

  private ReportRun() {}

  /** A run that has just begun: one sample, nothing put, nothing raised. */
  static JobResult empty(Path folder) throws IOException {
    return new JobResult(
        Ledger.of(new Produced(), folder),
        List.of(sample(0, 0, Map.of())),
        metrics(0, Map.of()),
        List.of(),
        List.of(),
        0);
  }

  /** A run of 4 seconds that ends one shard and begins another in its middle. */
  static JobResult full(Ledger ledger) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i <= 16; i++) {
      Map<String, Long> bytes =
          i <= 8 ? Map.of(FIRST, i * 1_000L) : Map.of(FIRST, 8_000L, SECOND, (i - 8) * 1_000L);
      samples.add(sample(i / 4.0, i * 100L, bytes));
    }
    return new JobResult(
        ledger,
        samples,
        metrics(1_600, Map.of(FIRST, 8_000L, SECOND, 8_000L)),
        List.of(series()),
        List.of(
            alert("raised", BEGIN.plus(Duration.ofHours(30)), 12.5),
            alert("closed", BEGIN.plus(Duration.ofHours(30)), 77.25),
            alert("raised", BEGIN.plus(Duration.ofHours(60)), 3)),
        20);
  }

  static KnownSeries series() {
    List<Point> points = new ArrayList<>();
    for (int hour = 0; hour < 96; hour++) {
      points.add(new Point(BEGIN.plus(Duration.ofHours(hour)), hour % 24));
    }
    Instant start = BEGIN.plus(Duration.ofDays(1));
    Instant later = BEGIN.plus(Duration.ofDays(3));
    return new KnownSeries(
        "a<b",
        points,
        List.of(
            new Window(start, start.plus(Duration.ofHours(12))),
            new Window(later, later.plus(Duration.ofHours(12)))));
  }

  static Sample sample(double seconds, long put, Map<String, Long> bytes) {
    long wire = bytes.values().stream().mapToLong(Long::longValue).sum();
    return new Sample(seconds, put, put * 300, wire, put / 100, put, 0, 0, bytes);
  }

  private static ProducerMetrics metrics(long events, Map<String, Long> bytes) {
    return new ProducerMetrics(
        new ProducerMetrics.Events(events, events, 0, events * 300, ProducerMetrics.Latency.NONE),
        new ProducerMetrics.Entries(events / 100, 0, 0, events * 310, bytes),
        List.of(),
        events / 1_000,
        0);
  }

  private static JsonNode alert(String state, Instant start, double observed) throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {"state": "%s", "key": "a<b", "start": "%s", "peak_time": "%s", "observed": %s,
             "expected": 1.5, "lower": 0.5, "upper": 2.5, "score": 0.9}
            """
                .formatted(state, start, start, observed));
  }
}
