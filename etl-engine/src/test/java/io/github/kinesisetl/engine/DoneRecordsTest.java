// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the engine asks of a memory of done records, and what it tells it. */
class DoneRecordsTest {

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> letters = new ScriptedSink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final NotingStore store = new NotingStore();
  private final Set<String> failing = new HashSet<>();

  private ProcessingResult<String> process(String word) {
    return failing.contains(word) ? new Failed<>("check", "not now") : new Passed<>(word);
  }

  private BatchOutcome run(
      ListedBatch batch, UnaryOperator<EngineOptions.Builder<String, String>> more) {
    var options =
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8), this::process)
            .sink(sink)
            .deadLetters(letters)
            .metrics(metrics)
            .idempotency(store);
    try (var engine =
        new BatchEngine<>(
            more.apply(options).build(), FailureLog.slf4j("test"), InstantSource.system())) {
      return engine.run(batch, Batches.delivery(Redelivery.ENTRY));
    }
  }

  @Test
  void run_batchWithoutFailures_asksOnceAndTellsNothing() {
    assertThat(run(new Batches().entry("a").entry("b").build(), options -> options))
        .isEqualTo(new BatchOutcome.Done());
    assertThat(store.calls).containsExactly("mayKnow " + Batches.SHARD);
  }

  @Test
  void run_failure_remembersOnlyWhatWillComeAgain() {
    failing.add("x:1");
    var batch = new Batches().entry("a:1").entry("x:1").entry("b:1").entry("x:2").build();
    assertThat(run(batch, options -> options)).isInstanceOf(BatchOutcome.Unfinished.class);
    assertThat(store.remembered)
        .containsExactly(Batches.SHARD + ":" + Batches.sequenceNumber(2) + ":0");
  }

  @Test
  void run_rememberAll_remembersEachRecordWhateverTheShard() {
    var batch =
        new Batches().record("k", Batches.aggregate(AggregateIds.fresh(9, 1), "a", "b")).build();
    assertThat(run(batch, options -> options.rememberAll(true))).isEqualTo(new BatchOutcome.Done());
    assertThat(store.calls).startsWith("mayKnow ").contains("remember 2 of ");
    assertThat(run(batch, options -> options.rememberAll(true))).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a", "b");
    assertThat(metrics.total(MetricNames.RECORDS_SKIPPED)).isEqualTo(2);
  }

  @Test
  void run_copyThatItsProducerSentTwiceInOneBatch_isDoneOnce() {
    byte[] aggregate = Batches.aggregate(AggregateIds.fresh(9, 1), "a");
    var batch = new Batches().record("k", aggregate).record("k", aggregate).build();
    assertThat(run(batch, options -> options)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a");
  }

  @Test
  void run_brokenEntryThatIsBuriedAlready_isNotBuriedTwice() {
    failing.add("x:1");
    var batch =
        new Batches().entry("x:1").record("k", new byte[] {0x1f, (byte) 0x8b, 8, 0}).build();
    assertThat(run(batch, options -> options)).isInstanceOf(BatchOutcome.Unfinished.class);
    failing.clear();
    assertThat(run(batch, options -> options)).isEqualTo(new BatchOutcome.Done());
    assertThat(letters.items()).hasSize(1);
  }

  @Test
  void run_recordWhoseResultIsRefused_isDoneOnlyWhenItsLetterIsStored() {
    sink.answer(word -> new ItemOutcome.Refused("never"));
    letters.failNext(1, 0);
    var batch = new Batches().entry("a:1").build();
    assertThat(run(batch, options -> options)).isInstanceOf(BatchOutcome.Unfinished.class);
    assertThat(store.remembered).isEmpty();
    assertThat(run(batch, options -> options)).isEqualTo(new BatchOutcome.Done());
    assertThat(letters.items()).hasSize(1);
  }

  @Test
  void run_memoryThatTakesNothing_isToldOfAndTheBatchGoesOn() {
    failing.add("x:1");
    store.down = true;
    var batch = new Batches().entry("a:1").entry("x:1").entry("b:1").build();
    assertThat(run(batch, options -> options))
        .isEqualTo(new BatchOutcome.Unfinished(Batches.position(1, 0), false));
    assertThat(sink.items()).containsExactly("a:1", "b:1");
  }

  /** A memory that notes what it is asked; down, it takes nothing. */
  private static final class NotingStore implements IdempotencyStore {
    private final List<String> calls = new ArrayList<>();
    private final Set<String> remembered = new HashSet<>();
    private boolean down;

    @Override
    public boolean mayKnow(String shardId) {
      calls.add("mayKnow " + shardId);
      return !remembered.isEmpty();
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      calls.add("done " + ids.size() + " of " + shardId);
      Set<String> done = new HashSet<>(ids);
      done.retainAll(remembered);
      return done;
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      calls.add("remember " + ids.size() + " of " + shardId);
      if (down) {
        throw new StoreException("the store is down", null);
      }
      remembered.addAll(ids);
    }
  }
}
