// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.Alert;
import io.github.kinesisetl.core.detect.AlertChange;
import io.github.kinesisetl.core.detect.Score;
import io.github.kinesisetl.core.detect.Score.Reading;
import io.github.kinesisetl.core.detect.Verdict;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An alert fits every sink, whatever its series is called. */
class AlertJsonTest {

  /** Ten of them fit into a message's 256 KiB, and one into a statement's 100 KiB. */
  private static final int MAX_BYTES = 16 << 10;

  /** What OpenSearch takes as an id, which may hold the state, too, and percent signs. */
  private static final int MAX_ID_BYTES = 512;

  private static ObjectNode alert(String key) {
    Instant time = Instant.parse("2026-01-01T00:00:00.123456789Z");
    var reading = new Reading(1e-300, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE);
    var score = new Score(time, Verdict.POINT_ANOMALY, 1, 0, List.of(reading));
    return AlertJson.of(key, new AlertChange.Raised(new Alert(time, time, 1, score)));
  }

  @Test
  void of_keysOfAnyLengthAndCharacters_fitsEverySink() {
    List<String> parts =
        List.of("a", "/", "%", "\u0000", "\"", "\uD83D\uDE00", "\uD800", "\uFFFE", "é");
    var random = new Random(1);
    List<String> keys = new ArrayList<>(List.of("", "x".repeat(1 << 20)));
    for (int i = 0; i < 500; i++) {
      String part = parts.get(random.nextInt(parts.size()));
      keys.add(part.repeat(1 + random.nextInt(random.nextInt(20) == 0 ? 100_000 : 70)));
    }
    for (String key : keys) {
      ObjectNode alert = alert(key);
      assertThat(alert.toString().getBytes(UTF_8).length).isLessThanOrEqualTo(MAX_BYTES);
      String id = alert.get(AlertJson.ID).asText().replace("%", "%25").replace("/", "%2F");
      assertThat((id + "/raised").getBytes(UTF_8).length).isLessThanOrEqualTo(MAX_ID_BYTES);
      assertThat(key).startsWith(alert.get(AlertJson.KEY).asText());
    }
  }

  @Test
  void of_longKeysThatBeginAlike_haveIdsOfTheirOwn() {
    String begin = "x".repeat(5_000);
    assertThat(alert(begin + "1").get(AlertJson.ID))
        .isNotEqualTo(alert(begin + "2").get(AlertJson.ID));
  }

  @Test
  void outbox_alertOfALongKey_isSeenToWait() {
    String key = "x".repeat(5_000);
    var outbox = new AlertOutbox();
    var unused = outbox.to(items -> WriteResult.failed(items.size(), "down"));
    outbox.add(alert(key));
    assertThat(outbox.isWritten(key)).isFalse();
  }
}
