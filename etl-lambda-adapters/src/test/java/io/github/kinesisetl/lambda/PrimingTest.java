// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimingTest {

  private final AtomicInteger decoded = new AtomicInteger();
  private final AtomicInteger processed = new AtomicInteger();
  private final MemorySink<String> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();

  @ParameterizedTest
  @CsvSource({"snap-start,3000", "provisioned-concurrency,3000", "on-demand,0", ",0"})
  void constructor_whereNobodyWaits_readsAndDecodesAndHasNoEffect(String type, int records)
      throws Exception {
    Map<String, String> environment =
        type == null ? Map.of() : Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", type);
    try (var handler = handler(environment)) {
      assertThat(decoded).hasValue(records);
      assertThat(processed).hasValue(0);
      assertThat(sink.items()).isEmpty();
      assertThat(deadLetters.items()).isEmpty();
      assertThat(metrics.totals()).isEmpty();
      assertThat(new LambdaEvent().record("k", "a").invoke(handler, new FakeContext())).isEmpty();
    }
    assertThat(sink.items()).containsExactly("a");
  }

  @Test
  void constructor_decoderThatRefusesOrThrows_startsAllTheSame() throws Exception {
    var environment = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    RecordDecoder<String> broken =
        record -> {
          decoded.incrementAndGet();
          throw new IllegalStateException("not of mine");
        };
    try (var handler =
        new KinesisHandler<String, String>(
            stages(broken), null, environment, InstantSource.system()) {}) {
      assertThat(decoded).hasValue(2_000);
      assertThat(LambdaEvent.invoke(handler, new FakeContext(), "{\"test\":true}"))
          .contains("\"status\":\"ok\"");
    }
    assertThat(deadLetters.items()).isEmpty();
  }

  private KinesisHandler<String, String> handler(Map<String, String> environment) {
    return new KinesisHandler<>(
        stages(record -> {
          decoded.incrementAndGet();
          return new String(record.record().copyData(), UTF_8);
        }),
        null,
        environment,
        InstantSource.system()) {};
  }

  private EngineOptions<String, String> stages(RecordDecoder<String> decoder) {
    return EngineOptions.builder(
            decoder,
            (String text) -> {
              processed.incrementAndGet();
              return new Passed<>(text);
            })
        .sink(sink)
        .deadLetters(deadLetters)
        .metrics(metrics)
        .build();
  }
}
