// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of lanes by partition key, and of memories of what is done. */
class LanesTest {

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> deadLetters = new ScriptedSink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  private BatchEngine<String, String> engine(
      Processor<String, String> processor,
      UnaryOperator<EngineOptions.Builder<String, String>> options) {
    var builder =
        EngineOptions.builder(record -> new String(record.record().copyData(), UTF_8), processor)
            .sink(sink)
            .deadLetters(deadLetters)
            .metrics(metrics);
    return new BatchEngine<>(
        options.apply(builder).build(), FailureLog.slf4j("lanes"), InstantSource.system());
  }

  private BatchEngine<String, String> engine(
      UnaryOperator<EngineOptions.Builder<String, String>> options) {
    return engine(this::process, options);
  }

  private static List<String> run(BatchEngine<String, String> engine, Batches batch) {
    return run(engine, batch, () -> 60_000);
  }

  private static List<String> run(
      BatchEngine<String, String> engine, Batches batch, IntSupplier remainingMillis) {
    return Batches.retries(
        engine.run(batch.build(), new Delivery("batch-1", remainingMillis, Redelivery.ENTRY)));
  }

  private ProcessingResult<String> process(String word) {
    calls.merge(word, 1, Integer::sum);
    return failing.contains(word) ? new Failed<>("check", "not now") : new Passed<>(word);
  }

  @Test
  void run_tenThousandBatchesInWhichEveryRecordFails_losesNoFailure() throws Exception {
    int batches = 10_000;
    int records = 5;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (var engine = engine(word -> new Failed<>("check", "never"), options -> options.lanes(4))) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        var event = new Batches();
        for (int k = 0; k < records; k++) {
          event.record("key" + k, "word");
        }
        answers.add(threads.submit(() -> run(engine, event)));
      }
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get()).containsExactly(Batches.sequenceNumber(0));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(metrics.total(MetricNames.FAILURES_TRANSIENT)).isEqualTo((long) batches * records);
    assertThat(metrics.total(MetricNames.BATCH_ITEM_FAILURES)).isEqualTo(batches);
    assertThat(sink.items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void run_manyKeys_keepsTheOrderOfEach(int lanes) throws Exception {
    var event = new Batches();
    for (int i = 0; i < 3_000; i++) {
      event.record("key" + i % 17, i % 17 + ":" + i);
    }
    try (var engine = engine(options -> options.lanes(lanes))) {
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(sink.items()).hasSize(3_000);
    for (int key = 0; key < 17; key++) {
      String prefix = key + ":";
      List<Integer> numbers =
          sink.items().stream()
              .filter(word -> word.startsWith(prefix))
              .map(word -> Integer.parseInt(word.substring(prefix.length())))
              .toList();
      assertThat(numbers).isSorted();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void run_oneKeyFails_theOthersAreDoneOnceAndItsOwnWait(int lanes) throws Exception {
    failing.add("a1");
    try (var engine =
        engine(options -> options.lanes(lanes).idempotency(memory(InstantSource.system())))) {
      var event =
          new Batches()
              .record("b", "b0")
              .record("a", "a1")
              .record("b", "b1")
              .record("a", "a2")
              .record("c", "c1");
      assertThat(run(engine, event)).containsExactly(Batches.sequenceNumber(1));
      assertThat(sink.items()).containsExactlyInAnyOrder("b0", "b1", "c1");
      failing.clear();
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(sink.items().stream().filter(word -> !word.equals("b0")))
        .containsExactlyInAnyOrder("b1", "c1", "a1", "a2");
    assertThat(calls).containsEntry("b1", 1).containsEntry("c1", 1).containsEntry("a1", 2);
    assertThat(sink.items().indexOf("a1")).isLessThan(sink.items().indexOf("a2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void run_failureWithinAnAggregate_doesNotDoTheRecordsBeforeItTwice(int lanes) throws Exception {
    failing.add("b");
    byte[] aggregate = aggregate("a", "b", "c");
    try (var engine =
        engine(options -> options.lanes(lanes).idempotency(memory(InstantSource.system())))) {
      var event = new Batches().record("k", aggregate);
      assertThat(run(engine, event)).containsExactly(Batches.sequenceNumber(0));
      assertThat(sink.items()).containsExactly("a");
      failing.clear();
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(sink.items()).containsExactly("a", "b", "c");
    assertThat(calls).containsEntry("a", 1).containsEntry("c", 1);
  }

  @Test
  void run_sinkFailsBeyondAKeyThatFailed_reportsTheLowestOfBoth() throws Exception {
    failing.add("x");
    sink.failNext(1, 1);
    try (var engine = engine(options -> options.idempotency(memory(InstantSource.system())))) {
      var event = new Batches().record("a", "1").record("b", "2").record("c", "x").record("d", "3");
      assertThat(run(engine, event)).containsExactly(Batches.sequenceNumber(1));
      failing.clear();
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(sink.items()).containsExactlyInAnyOrder("1", "2", "3", "x", "1");
  }

  @Test
  void run_eventThatItsProducerSentTwice_isDoneOnceIfAllIsRemembered() throws Exception {
    try (var engine =
        engine(options -> options.rememberAll(true).idempotency(memory(InstantSource.system())))) {
      var twice = new Batches().record("k", aggregate("a")).record("k", aggregate("a"));
      assertThat(run(engine, twice)).isEmpty();
      assertThat(run(engine, new Batches().record("k", aggregate("a")))).isEmpty();
    }
    assertThat(sink.items()).containsExactly("a");
    assertThat(metrics.total(MetricNames.RECORDS_SKIPPED)).isEqualTo(2);
  }

  @Test
  void run_memoryOlderThanItsLife_isForgotten() throws Exception {
    var now = new Instant[] {Instant.EPOCH};
    var store = memory(() -> now[0]);
    store.remember("s", List.of("a", "b"));
    assertThat(store.done("s", List.of("a", "c"))).containsExactly("a");
    assertThat(store.mayKnow("other")).isFalse();
    now[0] = now[0].plus(Duration.ofHours(1));
    assertThat(store.mayKnow("s")).isFalse();
    store.remember("s", List.of("1", "2", "3"));
    var small = new MemoryIdempotencyStore(2, Duration.ofHours(1), InstantSource.system());
    small.remember("s", List.of("1", "2", "3"));
    assertThat(small.done("s", List.of("1", "2", "3"))).containsExactlyInAnyOrder("2", "3");
  }

  @Test
  void run_storeThatDoesNotAnswer_doesNothingAndRepeatsTheBatch() throws Exception {
    try (var engine = engine(options -> options.idempotency(new DeadStore()))) {
      assertThat(run(engine, new Batches().record("k", "a")))
          .containsExactly(Batches.sequenceNumber(0));
    }
    assertThat(sink.items()).isEmpty();
  }

  @Test
  void run_laneThatDoesNotEnd_isReportedBeforeTheTimeIsOver() throws Exception {
    var never = new CountDownLatch(1);
    Processor<String, String> stuck =
        word -> {
          if (word.equals("stuck")) {
            awaitQuietly(never);
          }
          return new Passed<>(word);
        };
    // the time is short only once the other lane, which is waited for first, has ended
    IntSupplier context = () -> sink.items().contains("2") ? 400 : 600_000;
    try (var engine = engine(stuck, options -> options.lanes(2).deadlineMargin(Duration.ZERO))) {
      var event = new Batches().record("b", "1").record("a", "stuck").record("b", "2");
      assertThat(run(engine, event, context)).containsExactly(Batches.sequenceNumber(1));
    }
    assertThat(sink.items()).contains("1", "2");
  }

  @Test
  void run_unknownFailure_isRepeatedAFewTimesThenADeadLetter() throws Exception {
    InstantSource clock = () -> Instant.ofEpochSecond(1_700_000_010);
    Processor<String, String> throwing =
        word -> {
          throw new IllegalStateException("secret");
        };
    EngineOptions<String, String> options =
        EngineOptions.builder(record -> "event", throwing)
            .sink(sink)
            .deadLetters(deadLetters)
            .build();
    try (var engine = new BatchEngine<>(options, FailureLog.slf4j("lanes"), clock)) {
      var event = new Batches().record("k", "a");
      assertThat(run(engine, event)).hasSize(1);
      assertThat(run(engine, event)).hasSize(1);
      assertThat(deadLetters.items()).isEmpty();
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(deadLetters.items())
        .singleElement()
        .satisfies(letter ->
            assertThat(letter.reason())
                .isEqualTo("the stage threw java.lang.IllegalStateException"));
  }

  @Test
  void run_unknownFailureOfAnOldRecord_isTriedOnceMoreAndThenADeadLetter() throws Exception {
    Processor<String, String> throwing =
        word -> {
          throw new StackOverflowError();
        };
    try (var engine = engine(throwing, options -> options)) {
      var event = new Batches().record("k", "a"); // of 2023
      assertThat(run(engine, event)).hasSize(1); // after an outage every record is old
      assertThat(deadLetters.items()).isEmpty();
      assertThat(run(engine, event)).isEmpty();
    }
    assertThat(deadLetters.items()).hasSize(1);
  }

  private static MemoryIdempotencyStore memory(InstantSource clock) {
    return new MemoryIdempotencyStore(1_000, Duration.ofHours(1), clock);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] aggregate(String... words) {
    return Batches.aggregate(AggregateIds.fresh(1, 2), words);
  }

  /** A store that is down. */
  private static final class DeadStore implements IdempotencyStore {
    @Override
    public boolean mayKnow(String shardId) {
      throw new StoreException("down", null);
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      throw new StoreException("down", null);
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      throw new StoreException("down", null);
    }
  }
}
