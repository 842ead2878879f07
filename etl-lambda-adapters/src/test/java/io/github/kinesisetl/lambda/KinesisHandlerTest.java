// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.UnknownFailures;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisHandlerTest {

  private final MemorySink<String> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final AtomicInteger transientFailures = new AtomicInteger();
  private final WordHandler handler = new WordHandler();

  /** Passes words on; some words are special. */
  private final class WordHandler extends KinesisHandler<String, String> {
    WordHandler() {
      super(
          EngineOptions.builder(
                  record -> new String(record.record().copyData(), UTF_8),
                  KinesisHandlerTest.this::process)
              .sink(sink)
              .deadLetters(deadLetters)
              .metrics(metrics)
              .unknownFailures(new UnknownFailures(1, Duration.ofHours(1)))
              .build());
    }
  }

  private ProcessingResult<String> process(String word) {
    return switch (word) {
      case "skip" -> new Filtered<>("skipped");
      case "bad" -> new Rejected<>("check", "bad word");
      case "bug" -> throw new IllegalStateException("bug");
      case "later" ->
          transientFailures.getAndDecrement() > 0
              ? new Failed<>("check", "not now")
              : new Passed<>(word);
      default -> new Passed<>(word);
    };
  }

  @AfterEach
  void close() {
    handler.close();
  }

  @Test
  void handle_goodBatch_writesAllInOrderAndReportsNothing() throws Exception {
    var event = new LambdaEvent().record("k", "a").record("k", "skip").record("k", "b");
    assertThat(event.invoke(handler, new FakeContext())).isEmpty();
    assertThat(sink.items()).containsExactly("a", "b");
    assertThat(deadLetters.items()).isEmpty();
    assertThat(metrics.total(MetricNames.RECORDS_DONE)).isEqualTo(3);
    assertThat(metrics.distribution(MetricNames.ITERATOR_AGE_MILLIS).count()).isEqualTo(1);
  }

  @Test
  void handle_emptyBatch_reportsNothing() throws Exception {
    assertThat(new LambdaEvent().invoke(handler, new FakeContext())).isEmpty();
  }

  @Test
  void handle_permanentFailures_becomeDeadLettersAndTheRestGoesOn() throws Exception {
    byte[] truncated = {0x1f, (byte) 0x8b, 8, 0, 0};
    var event =
        new LambdaEvent()
            .record("k", "a")
            .record("k", "bad")
            .record("k", truncated)
            .record("k", "bug")
            .rawRecord(
                "{\"eventID\":\"shardId-1:77\",\"kinesis\":{\"sequenceNumber\":\"77\","
                    + "\"partitionKey\":\"k\",\"data\":\"%%%\"}}")
            .rawRecord("{\"kinesis\":{\"sequenceNumber\":\"78\"}}")
            .record("k", "b");
    assertThat(event.invoke(handler, new FakeContext())).isEmpty();
    assertThat(sink.items()).containsExactly("a", "b");
    assertThat(deadLetters.items())
        .extracting(letter -> letter.stage() + "/" + letter.reason())
        .containsExactly(
            "check/bad word",
            "read/TRUNCATED: a gzip frame of 5 bytes ends too early",
            "process/the stage threw java.lang.IllegalStateException",
            "read/kinesis.data is not base64",
            "read/the record has no kinesis.data");
    assertThat(deadLetters.items().get(1).record().copyData()).isEqualTo(truncated);
    assertThat(deadLetters.items().get(1).position().sequenceNumber())
        .isEqualTo(LambdaEvent.sequenceNumber(2));
    assertThat(deadLetters.items().get(3).record().copyData()).isEqualTo("%%%".getBytes(UTF_8));
  }

  @Test
  void handle_transientFailure_reportsItsEntryAndDoesNothingBehindIt() throws Exception {
    transientFailures.set(1);
    var event = new LambdaEvent().record("k", "a").record("k", "later").record("k", "b");
    assertThat(event.invoke(handler, new FakeContext()))
        .containsExactly(LambdaEvent.sequenceNumber(1));
    assertThat(sink.items()).containsExactly("a");
    var rest = new LambdaEvent().record("k", "later").record("k", "b");
    assertThat(rest.invoke(handler, new FakeContext())).isEmpty();
    assertThat(sink.items()).containsExactly("a", "later", "b");
  }

  @Test
  void handle_failureWithinAnAggregate_writesNothingOfIt() throws Exception {
    transientFailures.set(1);
    var event = new LambdaEvent().record("k", "a").record("k", aggregate("b", "bad", "later", "c"));
    assertThat(event.invoke(handler, new FakeContext()))
        .containsExactly(LambdaEvent.sequenceNumber(1));
    assertThat(sink.items()).containsExactly("a");
    assertThat(deadLetters.items()).isEmpty();
    var again = new LambdaEvent().record("k", aggregate("b", "bad", "later", "c"));
    assertThat(again.invoke(handler, new FakeContext())).isEmpty();
    assertThat(sink.items()).containsExactly("a", "b", "later", "c");
    assertThat(deadLetters.items().get(0).position().subSequenceNumber()).isEqualTo(1);
    assertThat(deadLetters.items().get(0).record().id()).hasToString("0000000000000001-2-1");
  }

  @Test
  void handle_sinkThatStoresAPart_reportsTheEntryOfTheFirstMissingItem() throws Exception {
    sink.failNext(1, 3);
    var event =
        new LambdaEvent().record("k", "a").record("k", aggregate("b", "c", "d")).record("k", "e");
    assertThat(event.invoke(handler, new FakeContext()))
        .containsExactly(LambdaEvent.sequenceNumber(1));
  }

  @Test
  void handle_deadLetterSinkThatFails_repeatsTheEntryRatherThanLosingIt() throws Exception {
    deadLetters.failNext(1, 0);
    var event = new LambdaEvent().record("k", "a").record("k", "bad").record("k", "b");
    assertThat(event.invoke(handler, new FakeContext()))
        .containsExactly(LambdaEvent.sequenceNumber(1));
  }

  @Test
  void handle_itemThatTheSinkNeverTakes_becomesADeadLetterAndTheShardMovesOn() throws Exception {
    sink.refuse("huge");
    var event = new LambdaEvent().record("k", aggregate("a", "huge", "b")).record("k", "c");
    assertThat(event.invoke(handler, new FakeContext())).isEmpty();
    assertThat(sink.items()).containsExactly("a", "b", "c");
    assertThat(deadLetters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.stage()).isEqualTo("write");
          assertThat(letter.reason()).isEqualTo("too large");
          assertThat(letter.record().copyData()).isEqualTo("huge".getBytes(UTF_8));
          assertThat(letter.position().subSequenceNumber()).isEqualTo(1);
        });
  }

  @Test
  void handle_deadlineNear_reportsTheRest() throws Exception {
    var calls = new AtomicInteger();
    var context = new FakeContext(() -> calls.incrementAndGet() > 3 ? 100 : 4_000);
    var event = new LambdaEvent().record("k", "a").record("k", "b").record("k", "c");
    assertThat(event.invoke(handler, context)).containsExactly(LambdaEvent.sequenceNumber(2));
    assertThat(sink.items()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"test\": true}", "{}", "[]", "\"x\"", "{\"Records\":null}", "17"})
  void handle_noKinesisBatch_getsAHealthAnswerAndHasNoEffect(String payload) throws Exception {
    assertThat(LambdaEvent.invoke(handler, new FakeContext(), payload))
        .isEqualTo(
            "{\"status\":\"ok\",\"handler\":\"WordHandler\",\"version\":\"0.1.0-SNAPSHOT\","
                + "\"configuration\":{},"
                + "\"message\":\"no Records in the payload; nothing was processed\"}");
    assertThat(sink.items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Records\":[{}]}", "{\"Records\":[17]}", "{\"Records\":[", "{]"})
  void handle_batchThatCannotBeReported_failsAsAWhole(String payload) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LambdaEvent.invoke(handler, new FakeContext(), payload));
    assertThat(sink.items()).isEmpty();
  }

  @Test
  void handle_anyFailure_logsNoPayload() throws Exception {
    PrintStream console = System.out;
    var captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, UTF_8));
    try {
      transientFailures.set(1);
      sink.failNext(1, 0);
      new LambdaEvent()
          .record("secret-key", "secret-word")
          .record("secret-key", aggregate("secret-a", "bug", "bad"))
          .record("secret-key", "later")
          .invoke(handler, new FakeContext());
    } finally {
      System.setOut(console);
    }
    assertThat(captured.toString(UTF_8))
        .contains("check failed and will be repeated")
        .doesNotContain("secret");
  }

  @Test
  void stages_withoutASink_areRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            EngineOptions.builder(record -> "", (String word) -> new Passed<>(word))
                .deadLetters(deadLetters)
                .build())
        .withMessageContaining("would be lost");
  }

  static byte[] aggregate(String... words) {
    var aggregator = RecordAggregator.kpl(64);
    for (String word : words) {
      aggregator.add(EventRecord.of("k", word.getBytes(UTF_8)));
    }
    try (Compressor zstd = Compressor.zstd(1)) {
      return zstd.compress(aggregator.finish(AggregateIds.fresh(1, 2)));
    }
  }
}
