// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.BatchOutcome.Unfinished;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine promises of a batch, whoever delivered it. */
class BatchEngineTest {

  private static final ItemOutcome STORED = new ItemOutcome.Stored();
  private static final UnknownFailures TWICE = new UnknownFailures(2, Duration.ofDays(10_000));

  /** What users' code may throw: also checked exceptions, which generics smuggle out. */
  private static final List<Throwable> THROWN =
      List.of(
          new IllegalStateException("secret"),
          new StackOverflowError(),
          new NoClassDefFoundError("secret"),
          new AssertionError("secret"),
          new IOException("secret"));

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> letters = new ScriptedSink<>();
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Set<String> failing = new HashSet<>();

  @SuppressWarnings("NullAway") // as users' code may
  private ProcessingResult<String> process(String word) {
    if (word.equals("null")) {
      return null;
    }
    if (failing.contains(word)) {
      return new Failed<>("check", "not now");
    }
    if (word.contains("bad")) {
      return new Rejected<>("check", "bad word");
    }
    if (word.contains("bug")) {
      throw new IllegalStateException(word);
    }
    return word.contains("skip") ? new Filtered<>("skipped") : new Passed<>(word);
  }

  private BatchEngine<String, String> engine(
      UnaryOperator<EngineOptions.Builder<String, String>> more) {
    return engine(sink, more);
  }

  private BatchEngine<String, String> engine(
      Sink<String> results, UnaryOperator<EngineOptions.Builder<String, String>> more) {
    var options =
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8), this::process)
            .sink(results)
            .deadLetters(letters)
            .metrics(metrics)
            .unknownFailures(new UnknownFailures(1, Duration.ofDays(10_000)));
    return new BatchEngine<>(
        more.apply(options).build(), FailureLog.slf4j("test"), InstantSource.system());
  }

  private static BatchOutcome run(
      BatchEngine<String, String> engine, ListedBatch batch, Redelivery redelivery) {
    return engine.run(batch, Batches.delivery(redelivery));
  }

  @Test
  void run_everyKindOfRecord_writesBuriesOrSkipsIt() {
    var batch =
        new Batches()
            .entry("a")
            .entry("skip")
            .entry("bad")
            .entry("bug")
            .broken("k", new byte[] {1}, "broken on its way")
            .record("k", new byte[] {0x1f, (byte) 0x8b, 8, 0})
            .record("k", Batches.aggregate(null, "b", "bad b", "c"))
            .build();
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch, Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("a", "b", "c");
    assertThat(letters.items())
        .extracting(letter -> letter.stage() + "/" + letter.reason())
        .containsExactly(
            "check/bad word",
            "process/the stage threw java.lang.IllegalStateException",
            "read/broken on its way",
            "read/TRUNCATED: a gzip frame of 4 bytes ends too early",
            "check/bad word");
    assertThat(letters.items().get(4).position()).isEqualTo(Batches.position(6, 1));
    assertThat(metrics.total(MetricNames.RECORDS_READ)).isEqualTo(9);
    assertThat(metrics.total(MetricNames.DEAD_LETTERS)).isEqualTo(5);
  }

  /** Users' code is not checked for null, and a record must not vanish for it. */
  @Test
  void run_processorThatAnswersNothing_isOneThatThrows() {
    var batch = new Batches().entry("a").entry("null").entry("b").build();
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch, Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("a", "b");
    assertThat(letters.items())
        .extracting(DeadLetter::reason)
        .containsExactly("the stage threw java.lang.NullPointerException");
  }

  @Test
  void run_emptyBatch_isDone() {
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, new Batches().build(), Redelivery.ENTRY))
          .isEqualTo(new BatchOutcome.Done());
    }
  }

  @Test
  void run_failureInsideAnEntryOfASourceThatRepeatsEntries_leavesTheWholeEntry() {
    failing.add("later");
    var batch = new Batches().entry("a").record("k", Batches.aggregate(null, "b", "later", "c"));
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch.build(), Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(1, 0), false));
      assertThat(sink.items()).containsExactly("a");
      failing.clear();
      assertThat(run(engine, batch.from(Batches.sequenceNumber(1)), Redelivery.ENTRY))
          .isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("a", "b", "later", "c");
  }

  @Test
  void run_failureInsideAnEntryOfASourceThatRepeatsRecords_tellsTheVeryRecord() {
    failing.add("later");
    var batch = new Batches().entry("a").record("k", Batches.aggregate(null, "b", "later", "c"));
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch.build(), Redelivery.RECORD))
          .isEqualTo(new Unfinished(Batches.position(1, 1), false));
    }
    assertThat(sink.items()).containsExactly("a", "b");
  }

  @Test
  void run_itemsThatFailAmongOthers_tellsTheLowestAndRemembersTheOthers() {
    sink.answer(word -> word.endsWith("!") ? new ItemOutcome.Failed("busy") : STORED);
    var batch =
        new Batches()
            .entry("a:1")
            .record("k", Batches.aggregate(AggregateIds.fresh(1, 1), "b:1", "c:1!", "d:1"))
            .entry("e:1!")
            .entry("f:1");
    try (var engine = engine(options -> options.idempotency(memory()))) {
      assertThat(run(engine, batch.build(), Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(1, 1), false));
      assertThat(sink.items()).containsExactly("a:1", "b:1", "d:1", "f:1");
      sink.answer(word -> STORED);
      assertThat(run(engine, batch.from(Batches.sequenceNumber(1)), Redelivery.ENTRY))
          .isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("a:1", "b:1", "d:1", "f:1", "c:1!", "e:1!");
  }

  @ParameterizedTest
  @EnumSource
  void run_eightThousandRefusedRecordsOfOneEntry_openItOnceMore(Redelivery redelivery) {
    int records = 8_000;
    sink.answer(word -> new ItemOutcome.Refused("never"));
    String[] words = IntStream.range(0, records).mapToObj(i -> "w" + i).toArray(String[]::new);
    var store = new CountingClaims(Batches.aggregate(null, words));
    var batch = new Batches().record("k", store.claim()).build();
    try (var engine = engine(options -> options.reader(ReaderOptions.DEFAULT.claims(store)))) {
      assertThat(run(engine, batch, redelivery)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(letters.items()).hasSize(records);
    assertThat(letters.items().get(records - 1).position().subSequenceNumber())
        .isEqualTo(records - 1);
    assertThat(store.fetches).isEqualTo(2);
  }

  @Test
  void run_refusedRecordThatCannotBeReadAgainNow_isReportedAndNotLost() {
    sink.answer(word -> word.equals("b") ? new ItemOutcome.Refused("never") : STORED);
    var store = new CountingClaims(Batches.aggregate(null, "a", "b"));
    var batch = new Batches().record("k", store.claim()).build();
    try (var engine = engine(options -> options.reader(ReaderOptions.DEFAULT.claims(store)))) {
      store.failFrom = 1;
      assertThat(run(engine, batch, Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(0, 1), false));
      assertThat(letters.items()).isEmpty();
      store.failFrom = Integer.MAX_VALUE;
      assertThat(run(engine, batch, Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(letters.items()).extracting(DeadLetter::reason).containsExactly("never");
  }

  @Test
  void run_claimStoreThatIsDown_stopsThereAndKeepsWhatWasDone() {
    var store = new CountingClaims("claimed".getBytes(UTF_8));
    store.failFrom = 0;
    var batch = new Batches().entry("a").record("k", store.claim()).entry("b");
    try (var engine = engine(options -> options.reader(ReaderOptions.DEFAULT.claims(store)))) {
      assertThat(run(engine, batch.build(), Redelivery.RECORD))
          .isEqualTo(new Unfinished(Batches.position(1, 0), false));
      assertThat(sink.items()).containsExactly("a");
    }
  }

  @Test
  void run_sinkThatThrowsOrMiscounts_failsAllItemsForNow() {
    List<Sink<String>> broken =
        List.of(
            items -> {
              throw new IllegalStateException("secret");
            },
            items -> {
              throw new StackOverflowError();
            },
            items -> WriteResult.stored(items.size() - 1));
    for (Sink<String> results : broken) {
      try (var engine = engine(results, options -> options.unknownFailures(TWICE))) {
        assertThat(run(engine, new Batches().entry("a").build(), Redelivery.ENTRY))
            .isEqualTo(new Unfinished(Batches.position(0, 0), false));
      }
    }
    assertThat(letters.items()).isEmpty();
  }

  @Test
  void run_sinkThatThrowsOnOneItem_givesThatOneUpAndStoresItsNeighbours() {
    Sink<String> results =
        items -> {
          if (items.contains("poison")) {
            throw new AssertionError("secret");
          }
          return sink.write(items);
        };
    var batch = new Batches();
    for (int i = 0; i < 100; i++) {
      batch.entry(i == 61 ? "poison" : "good " + i);
    }
    try (var engine = engine(results, options -> options.unknownFailures(TWICE))) {
      assertThat(run(engine, batch.build(), Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(0, 0), false));
      assertThat(run(engine, batch.build(), Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).hasSize(99).doesNotHaveDuplicates();
    assertThat(letters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.reason()).isEqualTo("the sink threw java.lang.AssertionError");
          assertThat(letter.position()).isEqualTo(Batches.position(61, 0));
        });
  }

  @Test
  void run_sinkWithABacklogOfItsOwn_bringsTheBatchAgain() {
    Sink<String> results = items -> WriteResult.stored(items.size()).withBacklog("waits");
    try (var engine = engine(results, options -> options)) {
      assertThat(run(engine, new Batches().entry("a").entry("b").build(), Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(0, 0), false));
      assertThat(run(engine, new Batches().build(), Redelivery.ENTRY))
          .isEqualTo(new BatchOutcome.Done());
    }
  }

  @Test
  void run_deadLetterThatIsRefused_isCutAndTheShardGoesOn() {
    letters.answer(letter ->
        letter.record().sizeBytes() > 10_000 ? new ItemOutcome.Refused("too large") : STORED);
    var batch = new Batches().entry("a").entry("bad" + "x".repeat(20_000)).entry("c").build();
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch, Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("a", "c");
    assertThat(letters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.isCut()).isTrue();
          assertThat(letter.position()).isEqualTo(Batches.position(1, 0));
          assertThat(letter.reason())
              .startsWith("cut from 20003 bytes with SHA-256 ")
              .endsWith(": bad word");
        });
  }

  @Test
  void run_deadLetterSinkThatRefusesEvenTheShortest_isNeverGivenUp() {
    letters.answer(letter -> new ItemOutcome.Refused("no such queue"));
    var batch = new Batches().entry("a").entry("bad").entry("c").build();
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, batch, Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(1, 0), false));
    }
  }

  @Test
  void run_entryThatCanNeverBeOpened_isBuriedAsItIsStoredAndTheShardGoesOn() {
    var store = new CountingClaims("claimed".getBytes(UTF_8));
    store.failFrom = 0;
    byte[] claim = store.claim();
    var batch = new Batches().entry("a").record("k", claim).entry("b"); // of 2023
    UnaryOperator<EngineOptions.Builder<String, String>> options =
        builder ->
            builder
                .reader(ReaderOptions.DEFAULT.claims(store))
                .unknownFailures(new UnknownFailures(3, Duration.ofMinutes(15)));
    try (var engine = engine(options)) {
      for (int attempt = 1; attempt < 3; attempt++) {
        assertThat(run(engine, batch.from(Batches.sequenceNumber(1)), Redelivery.ENTRY))
            .isEqualTo(new Unfinished(Batches.position(1, 0), false));
      }
      assertThat(run(engine, batch.from(Batches.sequenceNumber(1)), Redelivery.ENTRY))
          .isEqualTo(new BatchOutcome.Done());
    }
    assertThat(sink.items()).containsExactly("b");
    assertThat(letters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.stage()).isEqualTo("read");
          assertThat(letter.record().copyData()).isEqualTo(claim);
        });
  }

  @Test
  void run_rememberingTakesTooLong_stopsBeforeTheTimeIsOver() {
    var remaining = new AtomicInteger(3_000);
    var slow = new SlowMemory(remaining);
    var batch = new Batches();
    IntStream.range(0, 5_000).forEach(i -> batch.entry("word " + i));
    try (var engine = engine(options -> options.idempotency(slow).rememberAll(true))) {
      BatchOutcome outcome =
          engine.run(batch.build(), new Delivery("b", remaining::get, Redelivery.ENTRY));
      assertThat(outcome).isEqualTo(new BatchOutcome.Done());
    }
    assertThat(remaining).hasValueGreaterThan(0);
    assertThat(slow.remembered).isGreaterThan(0).isLessThan(5_000);
  }

  /** Whatever users' code throws, the batch is answered and its other records are done. */
  @ParameterizedTest
  @EnumSource(Seam.class)
  void run_usersCodeThatThrowsAnything_isAnswered(Seam seam) {
    for (Throwable thrown : THROWN) {
      var thrower = new Thrower(seam, thrown);
      var results = new ScriptedSink<String>();
      var options =
          EngineOptions.<String, String>builder(
                  record -> {
                    thrower.at(Seam.DECODER);
                    return new String(record.record().copyData(), UTF_8);
                  },
                  word -> {
                    thrower.at(Seam.PROCESSOR);
                    return new Passed<>(word);
                  })
              .sink(items -> {
                thrower.at(Seam.SINK);
                return results.write(items);
              })
              .deadLetters(letter -> {
                thrower.at(Seam.DEAD_LETTERS);
                return letters.write(letter);
              })
              .metrics(thrower)
              .idempotency(thrower)
              .reader(ReaderOptions.DEFAULT.claims(thrower))
              .unknownFailures(TWICE)
              .build();
      var claim = ClaimCheck.to("memory:1", "claimed".getBytes(UTF_8)).toJson();
      var batch = new Batches().entry("a").record("k", claim).record("l", claim).entry("b").build();
      try (var engine =
          new BatchEngine<>(options, FailureLog.slf4j("test"), InstantSource.system())) {
        for (int attempt = 0; attempt < 4; attempt++) {
          BatchOutcome unused = run(engine, batch, Redelivery.ENTRY);
        }
        thrower.stop();
        assertThat(run(engine, batch, Redelivery.ENTRY)).isEqualTo(new BatchOutcome.Done());
      }
      if (seam != Seam.DECODER && seam != Seam.PROCESSOR && seam != Seam.SINK) {
        assertThat(results.items()).contains("a", "b");
      }
    }
  }

  @Test
  void run_siblingsOfOneSequenceNumber_areToldByTheirPlace() {
    failing.add("later");
    var sibling = new ListedBatch.Entry(Batches.position(0, 0), 0, "k", "a".getBytes(UTF_8), null);
    var later =
        new ListedBatch.Entry(Batches.position(0, 0), 0, "k", "later".getBytes(UTF_8), null);
    try (var engine = engine(options -> options)) {
      assertThat(run(engine, new ListedBatch(List.of(sibling, later)), Redelivery.ENTRY))
          .isEqualTo(new Unfinished(Batches.position(0, 1), false));
    }
  }

  @Test
  void options_withoutASink_areRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> EngineOptions.builder(record -> "", this::process).build())
        .withMessageContaining("deadLetters");
    assertThatIllegalStateException()
        .isThrownBy(() -> engine(options -> options.rememberAll(true)))
        .withMessageContaining("idempotency store");
  }

  @Test
  void options_print_whatIsSetAndNothingThatTheyHold() {
    var store = new CountingClaims(new byte[0]);
    var options =
        EngineOptions.builder(record -> "", this::process)
            .sink(sink)
            .deadLetters(letters)
            .lanes(4)
            .reader(ReaderOptions.DEFAULT.claims(store))
            .build();
    assertThat(options)
        .asString()
        .contains("lanes=4", "deadlineMargin=PT0.5S", "claims=set", "decryptor=none")
        .contains("sink=ScriptedSink", "idempotency=MemoryIdempotencyStore");
  }

  /** Seeds of whole lives of a batch. */
  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** However sink and stages fail, each record ends once: stored, skipped or buried. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void run_untilDone_endsEachRecordOnceAndKeepsTheOrderOfAKey(long seed) {
    var random = new Random(seed);
    var batch = new Batches();
    List<String> words = new ArrayList<>();
    for (int entry = 0; entry < 1 + random.nextInt(12); entry++) {
      addEntry(random, entry, batch, words);
    }
    int lanes = random.nextBoolean() ? 1 : 3;
    List<String> refused = new ArrayList<>();
    var flaky = new Random(seed + 1);
    sink.answer(word -> {
      if (word.contains("huge")) {
        return new ItemOutcome.Refused("huge");
      }
      return STORED;
    });
    try (var engine = engine(options -> options.lanes(lanes).idempotency(memory()))) {
      BatchOutcome outcome = new Unfinished(Batches.position(0, 0), false);
      for (int round = 0; outcome instanceof Unfinished unfinished; round++) {
        assertThat(round).as("rounds").isLessThan(200);
        failing.clear();
        words.stream()
            .filter(word -> flaky.nextInt(4) == 0 && word.contains("flaky"))
            .forEach(failing::add);
        if (flaky.nextInt(3) == 0) {
          sink.failNext(1, 0);
        }
        outcome =
            run(engine, batch.from(unfinished.retryFrom().sequenceNumber()), Redelivery.ENTRY);
      }
    }
    letters.items().forEach(letter -> refused.add(new String(letter.record().copyData(), UTF_8)));
    List<String> ended = new ArrayList<>(sink.items());
    ended.addAll(refused);
    List<String> expected = new ArrayList<>(words);
    expected.removeIf(word -> word.contains("skip"));
    assertThat(ended).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(byKey(sink.items())).isEqualTo(byKey(stored(words)));
  }

  private static void addEntry(Random random, int entry, Batches batch, List<String> words) {
    String[] kinds = {"", "", "", "flaky", "bad", "skip", "bug", "huge"};
    int records = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1;
    String[] some = new String[records];
    for (int i = 0; i < records; i++) {
      some[i] = "k" + random.nextInt(4) + ":" + entry + "." + i + kinds[random.nextInt(8)];
      words.add(some[i]);
    }
    if (records == 1) {
      batch.entry(some[0]);
      return;
    }
    byte[] aggregate = Batches.aggregate(AggregateIds.fresh(7, entry), some);
    if (random.nextBoolean()) {
      try (Compressor zstd = Compressor.zstd(1)) {
        aggregate = zstd.compress(aggregate);
      }
    }
    batch.record("aggregate", aggregate);
  }

  private static List<String> stored(List<String> words) {
    return words.stream().filter(word -> !word.matches(".*(bad|skip|bug|huge)")).toList();
  }

  private static Map<String, List<String>> byKey(List<String> words) {
    Map<String, List<String>> byKey = new HashMap<>();
    words.forEach(word ->
        byKey
            .computeIfAbsent(word.substring(0, word.indexOf(':')), key -> new ArrayList<>())
            .add(word));
    return byKey;
  }

  private static MemoryIdempotencyStore memory() {
    return new MemoryIdempotencyStore(10_000, Duration.ofHours(1), InstantSource.system());
  }

  /** A claim store of one object that counts how often it is asked. */
  private static final class CountingClaims implements ClaimStore {
    private final byte[] content;
    private int fetches;
    private int failFrom = Integer.MAX_VALUE;

    CountingClaims(byte[] content) {
      this.content = content;
    }

    byte[] claim() {
      return ClaimCheck.to("memory:1", content).toJson();
    }

    @Override
    public String store(byte[] data) {
      throw new IllegalStateException("nothing is stored here");
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      if (fetches++ >= failFrom) {
        throw new ClaimStoreException("down", new IOException("down"));
      }
      return content.clone();
    }
  }

  /** Where the engine calls users' code. */
  enum Seam {
    DECODER,
    PROCESSOR,
    SINK,
    DEAD_LETTERS,
    METRICS,
    STORE,
    CLAIMS
  }

  /** Throws at one seam, until it is stopped. */
  private static final class Thrower implements EtlMetrics, IdempotencyStore, ClaimStore {
    private final MemoryIdempotencyStore memory = memory();
    private final Seam seam;
    private final Throwable thrown;
    private boolean stopped;

    Thrower(Seam seam, Throwable thrown) {
      this.seam = seam;
      this.thrown = thrown;
    }

    void stop() {
      stopped = true;
    }

    void at(Seam called) {
      if (called == seam && !stopped) {
        smuggle(thrown);
      }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void smuggle(Throwable any) throws T {
      throw (T) any;
    }

    @Override
    public void count(String name, long amount) {
      at(Seam.METRICS);
    }

    @Override
    public void record(String name, long value) {
      at(Seam.METRICS);
    }

    @Override
    public boolean mayKnow(String shardId) {
      at(Seam.STORE);
      return memory.mayKnow(shardId);
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      return memory.done(shardId, ids);
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      at(Seam.STORE);
      memory.remember(shardId, ids);
    }

    @Override
    public String store(byte[] data) {
      throw new IllegalStateException("nothing is stored here");
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      at(Seam.CLAIMS);
      return "claimed".getBytes(UTF_8);
    }
  }

  /** A memory in which each id takes a millisecond of the function's time. */
  private static final class SlowMemory implements IdempotencyStore {
    private final AtomicInteger remaining;
    private int remembered;

    SlowMemory(AtomicInteger remaining) {
      this.remaining = remaining;
    }

    @Override
    public boolean mayKnow(String shardId) {
      return false;
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      return Set.of();
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {
      remembered += ids.size();
      remaining.addAndGet(-ids.size());
    }
  }
}
