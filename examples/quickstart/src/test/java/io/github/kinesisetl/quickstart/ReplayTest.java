// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplayTest {

  @Test
  void event_ofTheLog_hasTheGuidesFieldsAndTheRest() throws Exception {
    WebLog log = WebLog.load();
    assertThat(log.size()).isEqualTo(10_000);
    assertThat(log.event(0).toString())
        .startsWith(
            "{\"user_id\":\"83.149.9.0\",\"event_type\":\"GET\","
                + "\"timestamp\":\"2015-05-17T10:05:03Z\",\"value\":203023,")
        .contains("\"status\":200", "\"referrer\":\"http://semicomplete.com/", "Chrome/32.0");
  }

  @Test
  void event_notALogLine_isRefusedWithoutQuotingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebLog.event("secret"))
        .withMessage("not a line of the combined log format, of 6 characters");
  }

  @Test
  void replay_hundredThousand_putsEverySeriesWholeAndInOrder() throws Exception {
    List<KnownSeries> series = KnownSeries.loadAll();
    var replay = new Replay(WebLog.load(), series, 100_000);
    Map<String, List<Instant>> times = new HashMap<>();
    int broken = 0;
    for (int i = 0; i < replay.events(); i++) {
      ReplayEvent event = replay.event(i);
      ObjectNode json = event.json();
      if (json == null) {
        broken++;
      } else {
        assertThat(json.get("number").intValue()).isEqualTo(i);
        if (json.get("event_type").asText().equals("metric")) {
          times
              .computeIfAbsent(event.partitionKey(), key -> new ArrayList<>())
              .add(Instant.parse(json.get("timestamp").asText()));
        }
      }
    }
    assertThat(broken).isBetween(60, 99);
    for (KnownSeries one : series) {
      List<Instant> replayed = Objects.requireNonNull(times.get(one.name()));
      assertThat(replayed).isSorted().hasSameSizeAs(one.points());
    }
  }

  @Test
  void replay_fewEvents_cutsTheSeriesToHalfOfThem() throws Exception {
    var replay = new Replay(WebLog.load(), KnownSeries.loadAll(), 1_000);
    assertThat(replay.series().stream().mapToInt(one -> one.points().size()).sum())
        .isBetween(490, 500);
    assertThat(replay.series()).allSatisfy(one -> assertThat(one.windows()).isEmpty());
  }

  @Test
  void broken_everyWay_isRefusedByADifferentRule() throws Exception {
    WebLog log = WebLog.load();
    for (int way = 0; way < BrokenEvents.WAYS; way++) {
      byte[] first = BrokenEvents.broken(log.event(1), way);
      assertThat(first).isNotEqualTo(log.event(1).toString().getBytes(UTF_8));
      assertThat(BrokenEvents.broken(log.event(1), way)).isEqualTo(first);
    }
  }
}
