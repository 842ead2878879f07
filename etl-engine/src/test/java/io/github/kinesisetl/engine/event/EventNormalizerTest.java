// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventNormalizerTest {

  private final EventNormalizer normalizer = new EventNormalizer();

  private static ObjectNode event() {
    return JsonNodeFactory.instance.objectNode();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T01:00:00+02:00, 2026-11-22T23:00:00Z, 2026-11-22",
    "2026-02-28T23:30:00.250-01:00, 2026-03-01T00:30:00.250Z, 2026-03-01",
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01"
  })
  void process_timeOfAnyOffset_becomesUtcWithItsDate(String time, String utc, String date) {
    ObjectNode event = event().put("timestamp", time).put("event_type", "  Page View ");
    assertThat(normalizer.process(event)).isInstanceOf(Passed.class);
    assertThat(event)
        .isEqualTo(
            event().put("timestamp", utc).put("event_type", "page view").put("event_date", date));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-11-23", "2026-11-23T01:00:00", "2026-13-01T00:00:00Z"})
  void process_timeThatIsNone_isRejectedWithoutQuotingIt(String time) {
    assertThat(normalizer.process(event().put("timestamp", time)))
        .isEqualTo(
            new Rejected<ObjectNode>("normalize", "timestamp is not in ISO 8601 with an offset"));
  }

  @Test
  void process_eventWithoutATime_isRejected() {
    assertThat(normalizer.process(event().put("timestamp", 17)))
        .isEqualTo(new Rejected<ObjectNode>("normalize", "timestamp is not a string"));
    assertThat(normalizer.process(event())).isInstanceOf(Rejected.class);
  }

  @Test
  void process_typeThatIsNoText_staysAsItIs() {
    ObjectNode event = event().put("timestamp", "2026-01-01T00:00:00Z").put("event_type", 5);
    assertThat(normalizer.process(event)).isInstanceOf(Passed.class);
    assertThat(event.get("event_type").asInt()).isEqualTo(5);
  }
}
