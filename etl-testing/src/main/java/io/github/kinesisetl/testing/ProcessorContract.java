// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.Processor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each processor of JSON events keeps to: it answers every event with a result, however odd,
 * throws for none, and quotes no value in a reason.
 *
 * @param <O> the type of what it makes
 */
public abstract class ProcessorContract<O> {

  private static final String SECRET = "s3cr3t";

  /** For a processor's own test. */
  protected ProcessorContract() {}

  /**
   * The processor to ask.
   *
   * @return the same for one test
   */
  protected abstract Processor<ObjectNode, O> processor();

  /**
   * An event that it passes on.
   *
   * @return a new one each time
   */
  protected abstract ObjectNode good();

  @Test
  final void process_aGoodEvent_isNotRejected() {
    assertThat(processor().process(good()))
        .isNotInstanceOfAny(ProcessingResult.Rejected.class, ProcessingResult.Failed.class);
  }

  @Test
  final void process_anEmptyEvent_isAnswered() {
    assertThat(processor().process(JsonNodeFactory.instance.objectNode())).isNotNull();
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
        json.numberNode(Double.NaN),
        json.numberNode(Long.MIN_VALUE),
        json.booleanNode(false),
        json.arrayNode().add(SECRET),
        json.objectNode().put("an", SECRET),
        json.textNode(""),
        json.textNode("\u0000\uD800" + SECRET),
        json.textNode(SECRET.repeat(20_000)));
  }

  @ParameterizedTest
  @MethodSource("oddValues")
  final void process_anOddValueInAnyField_isAnsweredWithoutQuotingIt(JsonNode odd) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(good().properties())) {
      ObjectNode event = good();
      event.set(field.getKey(), odd);
      ProcessingResult<O> result = processor().process(event);
      if (result instanceof ProcessingResult.Rejected<O> rejected) {
        assertThat(rejected.reason()).doesNotContain(SECRET);
      } else if (result instanceof ProcessingResult.Failed<O> failed) {
        assertThat(failed.reason()).doesNotContain(SECRET);
      } else if (result instanceof ProcessingResult.Filtered<O> filtered) {
        assertThat(filtered.reason()).doesNotContain(SECRET);
      } else {
        assertThat(result).isInstanceOf(ProcessingResult.Passed.class); // and not null
      }
    }
  }
}
