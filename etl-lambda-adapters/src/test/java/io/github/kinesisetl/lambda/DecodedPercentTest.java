// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MemoryMetrics.Totals;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedPercentTest {

  private final MemoryMetrics metrics = new MemoryMetrics();
  private final MemorySink<ObjectNode> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void decodedPercent_unreadableAndUndecodableRecords_countAgainstIt(int lanes) throws Exception {
    var event = new LambdaEvent();
    for (int i = 0; i < 6; i++) {
      event.record("k" + i, "{\"n\":" + i + "}");
    }
    event.record("k", "no JSON").record("k", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    try (var handler =
        new KinesisHandler<ObjectNode, ObjectNode>(
            EngineOptions.builder(
                    RecordDecoder.of(JsonCodec.tree()),
                    (ObjectNode json) -> new Passed<ObjectNode>(json))
                .sink(sink)
                .deadLetters(deadLetters)
                .metrics(metrics)
                .lanes(lanes)
                .build()) {}) {
      assertThat(event.invoke(handler, new FakeContext())).isEmpty();
      assertThat(new LambdaEvent().invoke(handler, new FakeContext())).isEmpty();
    }
    assertThat(sink.items()).hasSize(6);
    assertThat(deadLetters.items()).hasSize(2);
    assertThat(metrics.distribution(MetricNames.DECODED_PERCENT)).isEqualTo(new Totals(1, 75, 75));
  }
}
