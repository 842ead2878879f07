// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EnrichmentGraphTest {
  private static final Enricher NOTHING = (event, deadline) -> new Enrichment.Missing("no data");
  private static final Enricher BROKEN = (event, deadline) -> new Enrichment.Failed("no answer");

  @Test
  void process_throughAllSteps_passesTheEventWithTheirFields() {
    Lookup<String, ObjectNode> countries =
        (key, deadline) -> new LookupResult.Found<>(event().put("name", "France"), "2026-11");
    EnrichmentGraph graph =
        EnrichmentGraph.builder()
            .step("referrer", Enrichers.referrer(Set.of()))
            .step("campaign", Enrichers.campaign())
            .step("country", Enrichers.table("country", "/geo", "/versions/country", countries))
            .step("ip", Enrichers.anonymizedIp())
            .build();
    ObjectNode event = event().put("referrer", "https://bing.com/?q=a").put("country", "fr");
    event.put("ip", "192.0.2.9");

    ProcessingResult<ObjectNode> result = graph.process(event);

    assertThat(result).isInstanceOf(Passed.class);
    assertThat(event.toString())
        .isEqualTo(
            "{\"referrer\":\"https://bing.com/?q=a\",\"country\":\"fr\",\"ip\":\"192.0.2.0\","
                + "\"enriched\":{\"referrer\":{\"medium\":\"search\",\"host\":\"bing.com\","
                + "\"source\":\"Bing\",\"term\":\"a\"}},\"geo\":{\"name\":\"France\"},"
                + "\"versions\":{\"country\":\"2026-11\"}}");
  }

  @Test
  void process_missing_followsTheStepsPolicy() {
    assertThat(missing(StepPolicy.skip())).isEqualTo(new Passed<>(event()));
    assertThat(missing(StepPolicy.put("/a/b", TextNode.valueOf("none"))))
        .isEqualTo(new Passed<>(event().set("a", event().put("b", "none"))));
    assertThat(missing(StepPolicy.deadLetter())).isEqualTo(new Rejected<>("enrich:s", "no data"));
    assertThat(missing(StepPolicy.retry())).isEqualTo(new Failed<>("enrich:s", "no data"));
  }

  @Test
  void process_failed_isADeadLetterUnlessSaidOtherwise() {
    EnrichmentGraph graph = EnrichmentGraph.builder().step("s", BROKEN).build();

    assertThat(graph.process(event())).isEqualTo(new Rejected<>("enrich:s", "no answer"));
  }

  @Test
  void process_afterADeadLetter_doesNotBeginTheNextStep() {
    var calls = new AtomicInteger();
    EnrichmentGraph graph =
        EnrichmentGraph.builder().step("first", BROKEN).step("second", counting(calls)).build();

    graph.process(event());

    assertThat(calls).hasValue(0);
  }

  @Test
  void process_afterTheDeadline_failsTheStepsLeft() {
    var now = new AtomicLong();
    var calls = new AtomicInteger();
    Enricher slow =
        (event, deadline) -> {
          assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(50));
          now.addAndGet(Duration.ofMillis(60).toNanos());
          return Enrichment.enriched();
        };
    EnrichmentGraph graph =
        EnrichmentGraph.builder()
            .timeout(Duration.ofMillis(50), now::get)
            .step("slow", slow)
            .step("late", counting(calls), StepPolicy.skip(), StepPolicy.retry())
            .build();

    assertThat(graph.process(event()))
        .isEqualTo(new Failed<>("enrich:late", "the event's deadline had passed"));
    assertThat(calls).hasValue(0);
  }

  @Test
  void within_aShorterTime_passesTheNearerDeadline() {
    var now = new AtomicLong();
    Deadline far = Deadline.in(Duration.ofSeconds(9), now::get);
    var seen = new AtomicLong();
    Enricher step =
        (event, deadline) -> {
          seen.set(deadline.remaining().toMillis());
          return Enrichment.enriched();
        };

    Enrichers.within(Duration.ofMillis(5), now::get, step).enrich(event(), far);
    assertThat(seen).hasValue(5);
    Enrichers.within(Duration.ofSeconds(60), now::get, step).enrich(event(), far);
    assertThat(seen).hasValue(9_000);
  }

  @Test
  void step_withATakenOrBadName_isRefused() {
    EnrichmentGraph.Builder builder = EnrichmentGraph.builder().step("a", NOTHING);

    assertThatThrownBy(() -> builder.step("a", NOTHING)).hasMessageContaining("unique");
    assertThatThrownBy(() -> builder.step("a b", NOTHING)).hasMessageContaining("letters");
  }

  private static ProcessingResult<ObjectNode> missing(StepPolicy policy) {
    return EnrichmentGraph.builder()
        .step("s", NOTHING, policy, StepPolicy.skip())
        .build()
        .process(event());
  }

  private static Enricher counting(AtomicInteger calls) {
    return (event, deadline) -> {
      calls.incrementAndGet();
      return Enrichment.enriched();
    };
  }

  private static ObjectNode event() {
    return JsonNodeFactory.instance.objectNode();
  }
}
