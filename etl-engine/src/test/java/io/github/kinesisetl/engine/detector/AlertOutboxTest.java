// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertOutboxTest {

  private final AlertOutbox outbox = new AlertOutbox();
  private final List<String> written = new ArrayList<>();
  private Set<String> failing = Set.of();
  private Set<String> refusing = Set.of();
  private final Sink<List<ObjectNode>> sink = outbox.to(this::write);

  private WriteResult write(List<ObjectNode> alerts) {
    var outcomes = WriteResult.builder(alerts.size());
    for (int i = 0; i < alerts.size(); i++) {
      String id = alerts.get(i).get(AlertJson.ID).asText();
      if (failing.contains(id)) {
        outcomes.failed(i, "not now");
      } else if (refusing.contains(id)) {
        outcomes.refused(i, "never");
      } else {
        written.add(id);
        outcomes.stored(i);
      }
    }
    return outcomes.build();
  }

  private ObjectNode raise(String id) {
    ObjectNode alert =
        JsonNodeFactory.instance
            .objectNode()
            .put(AlertJson.ID, id)
            .put(AlertJson.STATE, "raised")
            .put(AlertJson.KEY, "series " + id);
    outbox.add(alert);
    return alert;
  }

  @Test
  void write_alertsOfABatch_areWrittenOnce() {
    ObjectNode a = raise("a");
    raise("a");
    assertThat(sink.write(List.of(List.of(a)))).isEqualTo(WriteResult.stored(1));
    assertThat(sink.write(List.of(List.of(a)))).isEqualTo(WriteResult.stored(1));
    assertThat(written).containsExactly("a");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void write_oneAlertThatFails_failsItsItemAndStoresTheOthers() {
    failing = Set.of("b");
    List<List<ObjectNode>> items =
        List.of(List.of(raise("a")), List.of(raise("b")), List.of(raise("c")));
    WriteResult result = sink.write(items);
    assertThat(result.of(1)).isEqualTo(new ItemOutcome.Failed("not now"));
    assertThat(result.storedItems()).isEqualTo(2);
    assertThat(result.backlog()).isEmpty();
    assertThat(written).containsExactly("a", "c");
    assertThat(outbox.isWritten("series b")).isFalse();
    failing = Set.of();
    assertThat(outbox.isWritten("series b")).isTrue();
    assertThat(written).containsExactly("a", "c", "b");
  }

  @Test
  void write_alertOfAnEarlierBatchThatStillWaits_isABacklog() {
    failing = Set.of("a");
    raise("a");
    WriteResult result = sink.write(List.of());
    assertThat(result.backlog()).contains("not now");
    assertThat(result.isComplete()).isFalse();
    failing = Set.of();
    assertThat(sink.write(List.of())).isEqualTo(WriteResult.stored(0));
    assertThat(written).containsExactly("a");
  }

  @Test
  void write_sinkThatThrowsOnOneAlert_writesTheOthersAndGivesThatOneUp() {
    Sink<List<ObjectNode>> throwing =
        outbox.to(alerts -> {
          if (alerts.stream().anyMatch(alert -> alert.get(AlertJson.ID).asText().equals("b"))) {
            throw new AssertionError("secret");
          }
          return write(alerts);
        });
    List<List<ObjectNode>> items =
        List.of(List.of(raise("a")), List.of(raise("b")), List.of(raise("c")));
    for (int attempt = 1; attempt < 3; attempt++) {
      assertThat(throwing.write(items).of(1))
          .isEqualTo(new ItemOutcome.Failed("the sink threw java.lang.AssertionError"));
      assertThat(written).containsExactly("a", "c");
    }
    assertThat(throwing.write(items)).isEqualTo(WriteResult.stored(3));
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void write_alertThatIsRefusedForGood_waitsNoLonger() {
    refusing = Set.of("a");
    assertThat(sink.write(List.of(List.of(raise("a"))))).isEqualTo(WriteResult.stored(1));
    assertThat(outbox.isEmpty()).isTrue();
  }
}
