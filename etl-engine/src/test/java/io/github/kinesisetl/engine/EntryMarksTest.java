// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.store.BegunEntries;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two deliveries of one batch at the same time, where the store marks what is in progress. */
class EntryMarksTest {

  private static final Duration MAX_LEASE = Duration.ofMinutes(15);

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> letters = new ScriptedSink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final List<Long> pauses = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private Instant now = Instant.ofEpochSecond(1_700_000_000);
  private IdempotencyStore store =
      new MemoryIdempotencyStore(10_000, Duration.ofHours(1), () -> now).markingEntries(MAX_LEASE);
  private Runnable atWord = () -> {};
  private Runnable atPause = () -> {};
  private int lanes = 1;

  /** Stands for a process that is killed while it works. */
  private static final class Killed extends InternalError {
    private static final long serialVersionUID = 1L;
  }

  private ProcessingResult<String> process(String word) {
    Runnable once = atWord;
    atWord = () -> {};
    once.run();
    return failing.contains(word) ? new Failed<>("check", "not now") : new Passed<>(word);
  }

  private BatchOutcome run(ListedBatch batch) {
    return run(batch, Batches.delivery(Redelivery.ENTRY));
  }

  private BatchOutcome run(ListedBatch batch, Delivery delivery) {
    var options =
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8), this::process)
            .sink(sink)
            .deadLetters(letters)
            .metrics(metrics)
            .lanes(lanes)
            .idempotency(store)
            .build();
    try (var engine =
        new BatchEngine<>(options, FailureLog.slf4j("test"), () -> now, this::paused)) {
      return engine.run(batch, delivery);
    }
  }

  private boolean paused(long millis) {
    pauses.add(millis);
    atPause.run();
    return true;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void run_whileAnotherIsAtWork_hasNoEffectAndIsNotDone(int someLanes) {
    lanes = someLanes;
    var batch = new Batches().entry("a:1").entry("b:1").build();
    List<BatchOutcome> second = new ArrayList<>();
    atWord = () -> second.add(run(batch));
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(second).containsExactly(new BatchOutcome.Unfinished(Batches.position(0, 0), false));
    assertThat(sink.items()).containsExactlyInAnyOrder("a:1", "b:1");
    assertThat(pauses).isNotEmpty();
    assertThat(pauses.stream().mapToLong(pause -> pause).sum()).isLessThanOrEqualTo(30_000);
  }

  @Test
  void run_afterAnotherHasFinished_isDoneWithoutAnEffect() {
    var batch = new Batches().entry("a:1").entry("b:1").build();
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a:1", "b:1");
    assertThat(metrics.total(MetricNames.RECORDS_SKIPPED)).isEqualTo(2);
    assertThat(pauses).isEmpty();
  }

  @Test
  void run_whileAnotherFinishes_waitsForItAndIsDone() {
    var batch = new Batches().entry("a:1").build();
    var other = new MarkOwner("other", Batches.SHARD, Duration.ofMinutes(1));
    List<String> names = List.copyOf(namesOf(batch));
    assertThat(store.begin(other, names, () -> true).own()).hasSize(1);
    atPause = () -> store.finish(other, names);
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).isEmpty();
    assertThat(pauses).hasSize(1);
  }

  @Test
  void run_someEntriesAreAnothers_theOthersGoOnButNoKeyOvertakes() {
    var batch = new Batches().entry("a:1").entry("b:1").entry("a:2").entry("c:1").build();
    var other = new MarkOwner("other", Batches.SHARD, Duration.ofMinutes(1));
    String first = namesOf(batch).get(0);
    assertThat(store.begin(other, List.of(first), () -> true).own()).hasSize(1);
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Unfinished(Batches.position(0, 0), false));
    assertThat(sink.items()).containsExactly("b:1", "c:1");
    store.finish(other, List.of(first));
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("b:1", "c:1", "a:2");
  }

  @Test
  void run_afterAFailure_isNotHeldUpByItsOwnMarks() {
    failing.add("x:1");
    var batch = new Batches().entry("a:1").entry("x:1").entry("b:1").build();
    assertThat(run(batch)).isInstanceOf(BatchOutcome.Unfinished.class);
    failing.clear();
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a:1", "b:1", "x:1");
    assertThat(pauses).isEmpty();
  }

  @Test
  void run_afterAKill_waitsForTheEndOfTheLeaseAndGoesOn() {
    var batch = new Batches().entry("a:1").entry("b:1").build();
    atWord =
        () -> {
          throw new Killed();
        };
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> run(batch));
    assertThat(run(batch)).isInstanceOf(BatchOutcome.Unfinished.class);
    now = now.plusMillis(60_000); // the time that the killed one had
    assertThat(run(batch)).isInstanceOf(BatchOutcome.Unfinished.class);
    now = now.plusMillis(5_000);
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a:1", "b:1");
  }

  @Test
  void run_brokenEntryThatIsAnothers_isNotBuriedTwice() {
    var batch = new Batches().record("k", new byte[] {0x1f, (byte) 0x8b, 8, 0}).build();
    var other = new MarkOwner("other", Batches.SHARD, Duration.ofMinutes(1));
    assertThat(store.begin(other, namesOf(batch), () -> true).own()).hasSize(1);
    assertThat(run(batch)).isInstanceOf(BatchOutcome.Unfinished.class);
    store.finish(other, namesOf(batch));
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(letters.items()).isEmpty();
  }

  @Test
  void run_siblingsOfOneSequenceNumberInTwoBatches_areBothWorkedOn() {
    assertThat(run(new Batches().entry("a:1").build())).isEqualTo(new BatchOutcome.Done());
    assertThat(run(new Batches().entry("a:2").build())).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).containsExactly("a:1", "a:2");
  }

  /** Marks may be made whose answer never came. */
  @ParameterizedTest(name = "told of the marks: {0}")
  @ValueSource(booleans = {true, false})
  void run_storeThatFailsAfterTheMarks_givesThemFree(boolean isTold) {
    IdempotencyStore healthy = store;
    store = new BrokenLookUps(healthy, isTold);
    var batch = new Batches().entry("a:1").build();
    assertThat(run(batch)).isInstanceOf(BatchOutcome.Unfinished.class);
    store = healthy;
    assertThat(run(batch)).isEqualTo(new BatchOutcome.Done());
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {1, 2})
  void run_twoDeliveriesOfEachBatch_haveEachEffectOnce(int someLanes) throws InterruptedException {
    lanes = someLanes;
    var raced = new ArrayList<ListedBatch>();
    for (int batch = 0; batch < 100; batch++) {
      var words = new Batches();
      for (int i = 0; i < 50; i++) {
        words.entry("k%d:%d-%d".formatted(i % 7, batch, i));
      }
      raced.add(words.build());
    }
    var thread = new Thread(() -> raced.forEach(this::runUntilDone));
    thread.start();
    raced.forEach(this::runUntilDone);
    thread.join();
    assertThat(sink.items()).hasSize(5_000).doesNotHaveDuplicates();
  }

  private void runUntilDone(ListedBatch batch) {
    var hurried = new Delivery("raced", () -> 400, Redelivery.ENTRY); // no time for a pause
    while (!(run(batch, hurried) instanceof BatchOutcome.Done)) {
      Thread.onSpinWait();
    }
  }

  /** The names of a batch's entries, as a store is given them. */
  private static List<String> namesOf(ListedBatch batch) {
    List<String> names = new ArrayList<>();
    var noting =
        new MemoryIdempotencyStore(100, Duration.ofHours(1), () -> Instant.EPOCH)
            .markingEntries(MAX_LEASE);
    var marks = EntryMarks.of(batch);
    marks.take(noting, EntryMarks.owner(batch, 1_000), () -> true, millis -> false);
    names.addAll(marks.ownFrom(0));
    return names;
  }

  /** Marks entries, says so or not, and does not say what is done. */
  private record BrokenLookUps(IdempotencyStore healthy, boolean tellsOfMarks)
      implements IdempotencyStore {

    @Override
    public boolean mayKnow(String shardId) {
      throw new StoreException("the store is down", null);
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      return healthy.done(shardId, ids);
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      healthy.remember(shardId, ids);
    }

    @Override
    public boolean marksEntries() {
      return true;
    }

    @Override
    public BegunEntries begin(
        MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
      BegunEntries begun = healthy.begin(owner, entries, hasTime);
      if (!tellsOfMarks) {
        throw new StoreException("the answer is lost", null);
      }
      return begun;
    }

    @Override
    public void release(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
      healthy.release(owner, entries, hasTime);
    }
  }
}
