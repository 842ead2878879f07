// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.BatchOutcome.Unfinished;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.Delivery.Redelivery;
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
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch that is delivered until it is done, while stages, sinks, dead-letter sink and memory fail
 * by chance: 50 scripts, or as many as {@code -Dfaults.seeds=1000} says. After each delivery a
 * record is done, a dead letter, or waits; when the faults are over, none waits.
 */
class EngineFaultsTest {

  private static final int FAULTY_ROUNDS = 12;
  private static final int MOST_ROUNDS = 40;

  private final Set<String> stored = new HashSet<>(); // guarded by itself, as the next
  private final Set<String> buried = new HashSet<>();
  private final List<List<String>> words = new ArrayList<>(); // by entry
  private volatile @Nullable Random chance;

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("faults.seeds", 50));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void run_underFaultsOfAllKinds_losesNothingAndEnds(long seed) {
    var random = new Random(seed);
    Batches batch = batch(random);
    var clock = new Instant[] {Instant.ofEpochSecond(1_700_000_000)};
    try (var engine = engine(random, clock)) {
      chance = new Random(seed + 1);
      int first = 0;
      for (int round = 0; first < words.size(); round++) {
        assertThat(round).as("deliveries").isLessThan(MOST_ROUNDS);
        if (round == FAULTY_ROUNDS) {
          chance = null;
          clock[0] = clock[0].plusSeconds(3_600); // past the leases of marks that stayed
        }
        BatchOutcome outcome =
            engine.run(
                batch.from(Batches.sequenceNumber(first)), Batches.delivery(Redelivery.ENTRY));
        first =
            outcome instanceof Unfinished unfinished
                ? Integer.parseInt(unfinished.retryFrom().sequenceNumber()) - 1_000
                : words.size();
        requireEnded(first);
      }
    }
    assertThat(stored.stream().filter(buried::contains)).isEmpty();
  }

  /** What lies before the place to begin again from is stored or buried, each as it should be. */
  private void requireEnded(int entry) {
    for (String word : words.subList(0, entry).stream().flatMap(List::stream).toList()) {
      assertThat(word.contains("bad") ? buried : stored).contains(word);
    }
  }

  private Batches batch(Random random) {
    var batch = new Batches();
    int entries = 1 + random.nextInt(15);
    for (int entry = 0; entry < entries; entry++) {
      List<String> inEntry = new ArrayList<>();
      for (int i = 0; i < (random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1); i++) {
        String kind = random.nextInt(6) == 0 ? "bad" : "";
        inEntry.add("k%d:%d.%d%s".formatted(random.nextInt(4), entry, i, kind));
      }
      words.add(inEntry);
      batch.record(
          "k", Batches.aggregate(AggregateIds.fresh(7, entry), inEntry.toArray(String[]::new)));
    }
    return batch;
  }

  private BatchEngine<String, String> engine(Random random, Instant[] clock) {
    var memory = new MemoryIdempotencyStore(10_000, Duration.ofDays(1), () -> clock[0]);
    var options =
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8), this::process)
            .sink(faulty(stored, word -> word))
            .deadLetters(
                faulty(
                    buried, (DeadLetter letter) -> new String(letter.record().copyData(), UTF_8)))
            .lanes(random.nextBoolean() ? 1 : 3)
            .unknownFailures(new UnknownFailures(1_000, Duration.ofDays(10_000)));
    if (random.nextInt(4) > 0) {
      boolean marks = random.nextBoolean();
      options.idempotency(
          new FaultyMemory(marks ? memory.markingEntries(Duration.ofMinutes(10)) : memory));
    }
    return new BatchEngine<>(
        options.build(), FailureLog.slf4j("faults"), () -> clock[0], millis -> false);
  }

  private ProcessingResult<String> process(String word) {
    if (fails(20)) {
      return new Failed<>("check", "not now");
    }
    if (fails(40)) {
      throw new IllegalStateException("by chance");
    }
    return word.contains("bad") ? new Rejected<>("check", "bad") : new Passed<>(word);
  }

  private boolean fails(int oneIn) {
    Random faults = chance;
    return faults != null && faults.nextInt(oneIn) == 0;
  }

  private <T> Sink<T> faulty(Set<String> held, Function<T, String> name) {
    return items -> {
      if (fails(4)) {
        return WriteResult.failed(items.size(), "down");
      }
      if (fails(6)) {
        throw new IllegalStateException("by chance");
      }
      var outcomes = WriteResult.builder(items.size());
      for (int i = 0; i < items.size(); i++) {
        if (fails(10)) {
          outcomes.failed(i, "busy");
          continue;
        }
        synchronized (held) {
          held.add(name.apply(items.get(i)));
        }
        outcomes.stored(i);
      }
      if (fails(8)) {
        throw new IllegalStateException("the answer is lost");
      }
      return outcomes.build();
    };
  }

  /** Does not answer now and then, before or after it did what it was asked. */
  private final class FaultyMemory implements IdempotencyStore {
    private final IdempotencyStore memory;

    FaultyMemory(IdempotencyStore memory) {
      this.memory = memory;
    }

    private void mayFail() {
      if (fails(8)) {
        throw new StoreException("by chance", null);
      }
    }

    @Override
    public boolean mayKnow(String shardId) {
      mayFail();
      return memory.mayKnow(shardId);
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      mayFail();
      return memory.done(shardId, ids);
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      mayFail();
      memory.remember(shardId, ids);
      mayFail();
    }

    @Override
    public boolean marksEntries() {
      return memory.marksEntries();
    }

    @Override
    public BegunEntries begin(
        MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
      mayFail();
      BegunEntries begun = memory.begin(owner, entries, hasTime);
      mayFail();
      return begun;
    }

    @Override
    public void finish(MarkOwner owner, Collection<String> entries) {
      mayFail();
      memory.finish(owner, entries);
      mayFail();
    }

    @Override
    public void release(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
      mayFail();
      memory.release(owner, entries, hasTime);
    }
  }
}
