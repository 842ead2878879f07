// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each enricher keeps to: it answers every input with a result, throws for none, leaves an
 * event as it was unless it enriched it, touches nothing but its output, quotes no value in a
 * reason, and may be asked by many threads.
 */
public abstract class EnricherContract {

  private static final String BYSTANDER = "bystander";
  private static final String SECRET = "s3cr3t";

  /** For an enricher's own test. */
  protected EnricherContract() {}

  /**
   * The enricher to ask.
   *
   * @return an enricher, the same each time
   */
  protected abstract Enricher enricher();

  /**
   * The field that it reads.
   *
   * @return the name of a field at the top of the event
   */
  protected abstract String input();

  /**
   * The field that it writes, or one above it.
   *
   * @return the name of a field at the top of the event
   */
  protected abstract String output();

  /**
   * A value of the input that it knows.
   *
   * @return the value
   */
  protected abstract JsonNode known();

  @Test
  final void enrich_aKnownValue_addsItsOutputAndNothingElse() {
    ObjectNode event = event(known());
    ObjectNode before = event.deepCopy();
    assertThat(enricher().enrich(event, Deadline.none())).isEqualTo(Enrichment.enriched());
    assertThat(event.has(output())).isTrue();
    assertThat(without(event, output())).isEqualTo(without(before, output()));
  }

  @Test
  final void enrich_anEventWithoutTheInput_isMissing() {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put(BYSTANDER, SECRET);
    ObjectNode before = event.deepCopy();
    assertThat(enricher().enrich(event, Deadline.none())).isInstanceOf(Enrichment.Missing.class);
    assertThat(event).isEqualTo(before);
  }

  /**
   * Values that nobody meant.
   *
   * @return null, other types, huge and hostile text
   */
  static Stream<JsonNode> oddValues() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return Stream.of(
        json.nullNode(),
        json.numberNode(Double.MAX_VALUE),
        json.booleanNode(true),
        json.arrayNode().add(1),
        json.objectNode().put("an", "object"),
        json.textNode(""),
        json.textNode(" \t\n"),
        json.textNode("\u0000\uD800\uFFFF"),
        json.textNode("%zz%%41&=;#?" + SECRET),
        json.textNode("((((((((((a+)+)+)+)+" + SECRET),
        json.textNode((SECRET + "/").repeat(20_000)));
  }

  @ParameterizedTest
  @MethodSource("oddValues")
  final void enrich_anOddValue_isAnsweredAndNothingElseIsTouched(JsonNode value) {
    ObjectNode event = event(value);
    ObjectNode before = event.deepCopy();
    Enrichment result = enricher().enrich(event, Deadline.none());
    assertThat(without(event, output())).isEqualTo(without(before, output()));
    assertThat(result.toString()).doesNotContain(SECRET);
  }

  @Test
  final void enrich_byManyThreads_givesEachWhatOneWouldGet() throws InterruptedException {
    ObjectNode expected = event(known());
    Enrichment unused = enricher().enrich(expected, Deadline.none());
    List<ObjectNode> enriched = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new Thread(() -> times(250, enriched::add)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(enriched).hasSize(1_000).allMatch(expected::equals);
  }

  private void times(int count, Consumer<ObjectNode> enriched) {
    for (int i = 0; i < count; i++) {
      ObjectNode event = event(known());
      Enrichment unused = enricher().enrich(event, Deadline.none());
      enriched.accept(event);
    }
  }

  private ObjectNode event(JsonNode value) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put(BYSTANDER, "stays");
    event.set(input(), value);
    return event;
  }

  private static ObjectNode without(ObjectNode event, String field) {
    ObjectNode rest = event.deepCopy();
    rest.remove(field);
    return rest;
  }
}
