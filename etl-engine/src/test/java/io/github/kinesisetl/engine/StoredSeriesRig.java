// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static io.github.kinesisetl.engine.HourlyPoints.hours;
import static io.github.kinesisetl.engine.HourlyPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.event.EventStamp;
import io.github.kinesisetl.engine.store.DetectorStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * Handlers over one store, one sink and one set of metrics, and what a handler that lives gives.
 */
abstract class StoredSeriesRig {

  static final int HOURS = 60 * 24;
  static final int SPIKE_HOUR = 50 * 24 + 12;
  static final int ALL = 10_000;
  static final int NEVER = -1;

  final ScriptedDetectorStore store = new ScriptedDetectorStore();
  final ScriptedSink<ObjectNode> sink = new ScriptedSink<>();
  final ScriptedSink<DeadLetter> deadLetters = new ScriptedSink<>();
  final MemoryMetrics metrics = new MemoryMetrics();

  interface Maker {
    SeriesEngine make();
  }

  /** A day is a batch and an instance. */
  static void playDaily(Maker instances) {
    for (int hour = 0; hour < HOURS; hour += 24) {
      try (var handler = instances.make()) {
        assertThat(invoke(handler, hours("s", hour, hour + 24, SPIKE_HOUR))).isEmpty();
      }
    }
  }

  List<ObjectNode> alertsOfOneThatLives() {
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

  /** Another instance learns the first hours of a series, and saves them. */
  void warmUp(DetectorStore store, String series, int hours) {
    try (var other = handler(SeriesDetectors.storedIn(store, keyed(1), ALL, new MemoryMetrics()))) {
      for (int hour = 0; hour < hours; hour += 24) {
        Batches batch = hours(series, hour, Math.min(hours, hour + 24), NEVER);
        assertThat(invoke(other, batch)).isEmpty();
      }
    }
  }

  static Batches hourOf(int series, int hour) {
    var batch = new Batches();
    IntStream.range(0, series).forEach(i -> batch.record("s" + i, point("s" + i, hour, NEVER)));
    return batch;
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

  SeriesEngine handler(SeriesDetectors detectors) {
    return handler(detectors, 1);
  }

  SeriesEngine handler(SeriesDetectors detectors, int lanes) {
    var options =
        EngineOptions.builder(
                new EventStamp(JsonCodec.tree()), detectors.processor(HourlyPoints.FIELDS))
            .sink(detectors.alertsTo(sink))
            .deadLetters(deadLetters)
            .metrics(metrics)
            .lanes(lanes)
            .build();
    return new SeriesEngine(detectors, options);
  }

  static List<String> invoke(SeriesEngine handler, Batches batch) {
    return handler.run(batch, () -> 60_000);
  }

  static void invokeAll(SeriesEngine handler, Batches batch) {
    assertThat(invoke(handler, batch)).isEmpty();
  }

  /** An engine, and what a source does at the end of each batch. */
  static final class SeriesEngine implements AutoCloseable {
    private final SeriesDetectors detectors;
    private final BatchEngine<ObjectNode, List<ObjectNode>> engine;
    private final FailureLog log = FailureLog.slf4j("series");

    SeriesEngine(SeriesDetectors detectors, EngineOptions<ObjectNode, List<ObjectNode>> options) {
      this.detectors = detectors;
      this.engine = new BatchEngine<>(options, log, InstantSource.system());
    }

    List<String> run(Batches batch, IntSupplier remainingMillis) {
      var delivery = new Delivery("batch-1", remainingMillis, Redelivery.ENTRY);
      List<String> retries = Batches.retries(engine.run(batch.build(), delivery));
      detectors.endBatch(log, "batch-1", () -> remainingMillis.getAsInt() > 500);
      return retries;
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
