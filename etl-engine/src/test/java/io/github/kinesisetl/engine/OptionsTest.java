// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> letters = new ScriptedSink<>();
  private final List<String> processed = new ArrayList<>();

  private EngineOptions.Builder<String, String> builder() {
    return EngineOptions.<String, String>builder(
            record -> new String(record.record().copyData(), UTF_8),
            word -> {
              processed.add(word);
              return new Passed<>(word);
            })
        .sink(sink)
        .deadLetters(letters);
  }

  @Test
  void build_nothingSet_hasTheDefaultsThatItsSettersTell() {
    EngineOptions<String, String> options = builder().build();
    assertThat(options.lanes()).isEqualTo(1);
    assertThat(options.deadlineMargin()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.unknownFailures()).isEqualTo(UnknownFailures.DEFAULT);
    assertThat(options.metrics()).isSameAs(EtlMetrics.NONE);
    assertThat(options.idempotencyStore()).isNull();
    assertThat(options.rememberAll()).isFalse();
    assertThat(options.reader()).isEqualTo(ReaderOptions.DEFAULT);
  }

  @Test
  void build_severalLanes_alwaysHaveSomebodyWhoRemembers() {
    assertThat(builder().lanes(2).build().idempotencyStore()).isNotNull();
    assertThat(builder().lanes(2).rememberAll(true).build().rememberAll()).isTrue();
  }

  @Test
  void setters_valuesOutOfRange_areRefusedWithTheRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().lanes(0))
        .withMessage("lanes must be 1 to 64, but is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().lanes(65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().deadlineMargin(Duration.ofMillis(-1)))
        .withMessageContaining("0 to PT15M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnknownFailures(0, Duration.ofSeconds(1)))
        .withMessage("maxAttempts must be 1 to 1000, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnknownFailures(1, Duration.ZERO))
        .withMessageContaining("maxAge must be more than 0");
  }

  @Test
  void prime_recordsOfNobodys_areDecodedAndGoNoFurther() {
    try (var engine =
        new BatchEngine<>(builder().build(), FailureLog.slf4j("test"), InstantSource.system())) {
      engine.prime(new Batches().entry("a").record("k", Batches.aggregate(null, "b", "c")).build());
    }
    assertThat(processed).isEmpty();
    assertThat(sink.items()).isEmpty();
    assertThat(letters.items()).isEmpty();
  }
}
