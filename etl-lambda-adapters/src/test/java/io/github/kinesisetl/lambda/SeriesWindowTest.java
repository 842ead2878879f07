// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static io.github.kinesisetl.lambda.HourlyPoints.FIELDS;
import static io.github.kinesisetl.lambda.HourlyPoints.START;
import static io.github.kinesisetl.lambda.HourlyPoints.point;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.detect.ValueSummary.Statistic;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesWindowTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemorySink<ObjectNode> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();

  @Test
  void spikeWithinOneOfManyWindows_raisesOneAlertOfTheWindowsValue() throws Exception {
    try (var handler = handler(Statistic.MEAN)) {
      playDays(handler, 60, 50);
    }
    assertThat(sink.items())
        .filteredOn(alert -> alert.get("state").asText().equals("raised"))
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.get("start").asText()).isEqualTo("2026-02-20T13:00:00Z");
          assertThat(alert.get("observed").asDouble()).isBetween(2_000.0, 2_200.0);
        });
    assertThat(deadLetters.items()).isEmpty();
  }

  @Test
  void invocationsOfOneWindow_onSeveralInstances_giveTheStateOfOne() throws Exception {
    var random = new Random(3);
    List<String> points = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Instant time = START.plusSeconds(random.nextInt(3_600));
      points.add(point("s" + random.nextInt(9), time, random.nextInt(1_000)));
    }
    try (var one = handler(Statistic.SUM);
        var other = handler(Statistic.SUM)) {
      String whole = invoke(one, InvocationWindow.NO_STATE, 0, false, points);
      String state = InvocationWindow.NO_STATE;
      for (int from = 0; from < 300; from += 50) {
        AnomalyDetectorHandler handler = from % 100 == 0 ? one : other;
        state = invoke(handler, state, 0, false, points.subList(from, from + 50));
      }
      assertThat(JSON.readTree(state)).isEqualTo(JSON.readTree(whole));
      assertThat(JSON.readTree(state).get("series")).hasSize(9);
    }
  }

  @Test
  void alertThatCannotBeWritten_failsTheInvocationAndIsWrittenWithTheNext() throws Exception {
    try (var handler = handler(Statistic.MEAN)) {
      playDays(handler, 50, -1);
      List<String> spike = List.of(point("s", START.plus(Duration.ofDays(50)), 5_000));
      sink.failNext(1, 0);
      assertThatIOException()
          .isThrownBy(() -> invoke(handler, InvocationWindow.NO_STATE, 50 * 24, true, spike));
      assertThat(sink.items()).isEmpty();
      assertThat(invoke(handler, InvocationWindow.NO_STATE, 50 * 24, true, spike))
          .isEqualTo(InvocationWindow.NO_STATE);
      assertThat(sink.items()).hasSize(1);
    }
  }

  @Test
  void moreSeriesThanAStateHolds_endTheWindowEarlyAndLoseNoPoint() throws Exception {
    try (var handler = handler(Statistic.COUNT)) {
      List<String> points = new ArrayList<>();
      for (int i = 0; i < 16_000; i++) {
        points.add(point("a-series-of-a-name-of-some-length-" + i, START.plusSeconds(9), i));
      }
      assertThat(invoke(handler, InvocationWindow.NO_STATE, 0, false, points.subList(0, 9_000)))
          .hasSizeBetween(500_000, InvocationWindow.MAX_STATE_BYTES);
      assertThat(invoke(handler, InvocationWindow.NO_STATE, 0, false, points))
          .isEqualTo(InvocationWindow.NO_STATE);
    }
    assertThat(deadLetters.items()).isEmpty();
  }

  @Test
  void stateThatIsNotOurs_isLeftOutToldOfAndTheWindowGoesOn() throws Exception {
    String told = logOf(this::resumeForeignStates);
    assertThat(told.split("not of this handler", -1)).hasSize(4);
    assertThat(told).doesNotContain("somebody");
  }

  @Test
  void alertThatTheSinkRefusesForGood_isToldOf() throws Exception {
    String told =
        logOf(() -> {
          try (var handler = handler(Statistic.MEAN, refusing())) {
            playDays(handler, 52, 50);
          }
        });
    assertThat(told).contains("\"level\":\"ERROR\"", "the sink refuses 1 alerts for good");
    assertThat(sink.items()).isEmpty();
  }

  private void resumeForeignStates() throws Exception {
    try (var handler = handler(Statistic.MEAN)) {
      for (String state :
          new String[] {
            "{\"of\":\"somebody\"}",
            "{\"latest\":\"2026-01-01T00:00:00Z\",\"series\":{\"s\":[1]}}",
            "{\"latest\":\"2026-01-01T00:00:00Z\",\"series\":{\"s\":[0,0,0,0]}}"
          }) {
        JsonNode next =
            JSON.readTree(invoke(handler, state, 0, false, List.of(point("s", START, 7))));
        assertThat(next.at("/series/s").toString()).isEqualTo("[1,7.0,7.0,7.0]");
      }
    }
  }

  @Test
  void windowWithoutPoints_hasNoState() throws Exception {
    try (var handler = handler(Statistic.MEAN)) {
      List<String> none = List.of("{\"event_type\":\"click\"}", "{\"event_type\":\"metric\"}");
      assertThat(invoke(handler, InvocationWindow.NO_STATE, 0, false, none))
          .isEqualTo(InvocationWindow.NO_STATE);
      assertThat(invoke(handler, InvocationWindow.NO_STATE, 0, true, List.of()))
          .isEqualTo(InvocationWindow.NO_STATE);
    }
    assertThat(deadLetters.items()).hasSize(1);
    assertThat(sink.items()).isEmpty();
  }

  /** An hour is a window of two invocations, of two points each. */
  private void playDays(AnomalyDetectorHandler handler, int days, int spikeDay) throws IOException {
    for (int hour = 0; hour < 24 * days; hour++) {
      double value = HourlyPoints.value(hour, 24 * spikeDay + 12);
      Instant time = HourlyPoints.time(hour);
      String state =
          invoke(
              handler,
              InvocationWindow.NO_STATE,
              hour,
              false,
              List.of(point("s", time, value - 9), point("s", time.plusSeconds(60), value + 9)));
      List<String> rest =
          List.of(point("s", time.plusSeconds(90), value - 5), point("s", time, value + 5));
      assertThat(invoke(handler, state, hour, true, rest)).isEqualTo(InvocationWindow.NO_STATE);
    }
  }

  private static Sink<ObjectNode> refusing() {
    return alerts -> {
      var outcomes = WriteResult.builder(alerts.size());
      for (int i = 0; i < alerts.size(); i++) {
        outcomes.refused(i, "no");
      }
      return outcomes.build();
    };
  }

  private static String logOf(Work work) throws Exception {
    PrintStream console = System.out;
    var captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(console);
    }
    return captured.toString(UTF_8);
  }

  /** What is done while the log is watched. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private AnomalyDetectorHandler handler(Statistic statistic) {
    return handler(statistic, sink);
  }

  private AnomalyDetectorHandler handler(Statistic statistic, Sink<ObjectNode> sink) {
    var detectors =
        SeriesDetectors.inMemory(
            KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 20_000));
    return new AnomalyDetectorHandler(
        detectors, FIELDS, sink, statistic, options -> options.deadLetters(deadLetters));
  }

  private static String invoke(
      AnomalyDetectorHandler handler, String state, int hour, boolean last, List<String> points)
      throws IOException {
    var event = new LambdaEvent();
    points.forEach(point -> event.record("s", point));
    Instant start = HourlyPoints.time(hour);
    String answer =
        LambdaEvent.invoke(
            handler,
            new FakeContext(),
            event.json(start, start.plus(Duration.ofHours(1)), state, last));
    JsonNode json = read(answer);
    assertThat(json.get("batchItemFailures")).isEmpty();
    return json.get("state").toString();
  }

  private static JsonNode read(String answer) throws JsonProcessingException {
    return JSON.readTree(answer);
  }
}
