// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static io.github.kinesisetl.lambda.HourlyPoints.point;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.sinks.store.DynamoDbDetectorStore;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An instance is a handler here: it is thrown away, or takes turns with another. */
class StoredDetectorsTest extends StoredDetectorsRig {

  @Test
  void handlerThatIsMadeAnewEveryDayOverDynamoDb_raisesTheAlertsOfOneThatLives() throws Exception {
    try (var tables = new LocalTables("states")) {
      DetectorStore dynamoDb =
          new DynamoDbDetectorStore(
              tables::client, "states", Duration.ofDays(30), InstantSource.system());
      playDaily(() -> handler(detectors(dynamoDb, ALL, 10)));
    }
    assertThat(sink.items()).isNotEmpty().isEqualTo(alertsOfOneThatLives());
  }

  @Test
  void windowsOnHandlersThatAreMadeAnewAndTakeTurns_raiseTheAlertsOfOneThatLives()
      throws Exception {
    AnomalyDetectorHandler[] instances = new AnomalyDetectorHandler[2];
    for (int hour = 0; hour < HOURS; hour++) {
      if (hour % 24 == 0) {
        Arrays.setAll(instances, i -> windowed(detectors(store, ALL, 10)));
      }
      assertThat(window(instances[hour % 2], hour, point("s", hour, SPIKE_HOUR)))
          .contains("\"state\":{}");
    }
    List<ObjectNode> alerts = sink.items();
    try (var lives = windowed(SeriesDetectors.inMemory(keyed(10)))) {
      for (int hour = 0; hour < HOURS; hour++) {
        String unused = window(lives, hour, point("s", hour, SPIKE_HOUR));
      }
    }
    assertThat(raised()).hasSize(2).containsOnly("s@2026-02-20T13:00:00Z");
    assertThat(sink.items().subList(alerts.size(), sink.items().size())).isEqualTo(alerts);
  }

  @Test
  void lookUp_whileTheStoreIsDownAtTheEndOfAWindow_failsTheInvocation() throws Exception {
    try (var handler = windowed(detectors(store, ALL, 10))) {
      store.failLoadsOf("s");
      assertThatIOException()
          .isThrownBy(() -> window(handler, 0, point("s", 0, NEVER)))
          .withMessage("what the window came to could not be written: the store is down");
      assertThat(store.takeSaves()).isEmpty();
      store.failLoadsOf("nobody");
      assertThat(window(handler, 0, point("s", 0, NEVER))).contains("\"state\":{}");
      assertThat(store.takeSaves()).containsExactly("s");
    }
  }

  @Test
  void lookUps_atTheEndOfAWindow_areMadeTogetherAtOnce() throws Exception {
    try (var handler = windowed(detectors(store, ALL, 1_000))) {
      String[] points =
          IntStream.range(0, 250).mapToObj(i -> point("s" + i, 0, NEVER)).toArray(String[]::new);
      assertThat(window(handler, 0, points)).contains("\"state\":{}");
      assertThat(store.takeLoads()).extracting(Set::size).containsExactly(100, 100, 50);
      assertThat(store.takeSaves()).hasSize(250);
    }
  }

  @Test
  void failures_areLoggedWithoutNamesAndOnce() throws Exception {
    PrintStream console = System.out;
    var captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, UTF_8));
    try (var handler = handler(detectors(store, ALL, 1))) {
      assertThat(store.save("secret-1", new byte[9], DetectorStore.NO_VERSION)).isNotNull();
      store.failSaves(true);
      for (int hour = 0; hour < 3; hour++) {
        var batch = new LambdaEvent().record("k", point("secret-1", hour, NEVER));
        assertThat(invoke(handler, batch.record("k", point("secret-2", hour, NEVER)))).isEmpty();
      }
    } finally {
      System.setOut(console);
    }
    assertThat(captured.toString(UTF_8))
        .containsOnlyOnce("detectors cannot be saved now: the store is down")
        .containsOnlyOnce("series were dropped before they were saved")
        .containsOnlyOnce("1 series begin anew: what is stored of them cannot be read")
        .doesNotContain("secret");
  }
}
