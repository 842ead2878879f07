// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static io.github.kinesisetl.lambda.HourlyPoints.hours;
import static io.github.kinesisetl.lambda.HourlyPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.detect.ValueSummary.Statistic;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Handlers over one store, one sink and one set of metrics, and what a handler that lives gives.
 */
abstract class StoredDetectorsRig {

  static final int HOURS = 60 * 24;
  static final int SPIKE_HOUR = 50 * 24 + 12;
  static final int ALL = 10_000;
  static final int NEVER = -1;

  final ScriptedDetectorStore store = new ScriptedDetectorStore();
  final MemorySink<ObjectNode> sink = new MemorySink<>();
  final MemorySink<DeadLetter> deadLetters = new MemorySink<>();
  final MemoryMetrics metrics = new MemoryMetrics();

  interface Maker {
    AnomalyDetectorHandler make();
  }

  /** A day is a batch and an instance. */
  static void playDaily(Maker instances) throws IOException {
    for (int hour = 0; hour < HOURS; hour += 24) {
      try (var handler = instances.make()) {
        assertThat(invoke(handler, hours("s", hour, hour + 24, SPIKE_HOUR))).isEmpty();
      }
    }
  }

  List<ObjectNode> alertsOfOneThatLives() throws IOException {
    int before = sink.items().size();
    try (var handler = handler(SeriesDetectors.inMemory(keyed(10)))) {
      playDaily(() -> handler);
    }
    List<ObjectNode> all = sink.items();
    List<ObjectNode> alerts = new ArrayList<>(all.subList(before, all.size()));
    assertThat(alerts).hasSize(2); // one that is raised and closed
    return alerts;
  }

  static byte[] stateOfOneThatLives(int hours) {
    return stateOfOneThatLives(0, hours);
  }

  static byte[] stateOfOneThatLives(int from, int to) {
    KeyedDetectors lives = keyed(1);
    for (int hour = from; hour < to; hour++) {
      lives.observe("s", HourlyPoints.time(hour), HourlyPoints.value(hour, SPIKE_HOUR));
    }
    return lives.state("s").orElseThrow();
  }

  List<String> raised() {
    return sink.items().stream()
        .filter(alert -> alert.get("state").asText().equals("raised"))
        .map(alert -> alert.get("alert_id").asText())
        .toList();
  }

  SeriesDetectors detectors(DetectorStore states, int maxSaves, int maxKeys) {
    return SeriesDetectors.storedIn(states, keyed(maxKeys), maxSaves, metrics);
  }

  static KeyedDetectors keyed(int maxKeys) {
    return KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), maxKeys);
  }

  AnomalyDetectorHandler handler(SeriesDetectors detectors) {
    return handler(detectors, 1);
  }

  AnomalyDetectorHandler handler(SeriesDetectors detectors, int lanes) {
    return new AnomalyDetectorHandler(
        detectors,
        HourlyPoints.FIELDS,
        sink,
        stages -> stages.deadLetters(deadLetters).metrics(metrics).lanes(lanes));
  }

  AnomalyDetectorHandler windowed(SeriesDetectors detectors) {
    return new AnomalyDetectorHandler(
        detectors,
        HourlyPoints.FIELDS,
        sink,
        Statistic.MEAN,
        options -> options.deadLetters(deadLetters).metrics(metrics));
  }

  static List<String> invoke(AnomalyDetectorHandler handler, LambdaEvent batch) throws IOException {
    return batch.invoke(handler, new FakeContext());
  }

  /** A window of an hour that one invocation begins and ends. */
  static String window(AnomalyDetectorHandler handler, int hour, String... points)
      throws IOException {
    var batch = new LambdaEvent();
    Arrays.stream(points).forEach(point -> batch.record("s", point));
    return LambdaEvent.invoke(
        handler,
        new FakeContext(),
        batch.json(
            HourlyPoints.time(hour), HourlyPoints.time(hour + 1), InvocationWindow.NO_STATE, true));
  }
}
