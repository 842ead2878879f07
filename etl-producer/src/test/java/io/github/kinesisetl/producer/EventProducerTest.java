// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EventProducerTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final int BATCH_OVERHEAD_BYTES = 512;
  private static final Failed THROTTLED =
      new Failed("ProvisionedThroughputExceededException", FailureKind.THROTTLED);
  private static final Failed FAULT = new Failed("InternalFailure", FailureKind.TRANSIENT);

  private final TestTicker ticker = TestTicker.passing();

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_throughRandomFailures_losesNothingAndKeepsEachKeysOrder(long seed) throws Exception {
    var random = new Random(seed);
    var stream =
        new FakeStream(1 + random.nextInt(5))
            .failing((entry, number) -> random.nextInt(3) == 0 ? FAULT : null);
    try (var producer = open(stream, options().maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 3_000; i++) {
        producer.put("key" + random.nextInt(20) + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(3_000);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertComplete(stream.records(), 3_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_whileResharded_givesEachShardsReaderItsKeysCompleteAndInOrder(long seed)
      throws Exception {
    var random = new Random(seed);
    int failEvery = 2 + random.nextInt(20);
    var stream =
        new FakeStream(2).failing((entry, number) -> number % failEvery == 1 ? FAULT : null);
    try (var producer = open(stream, options().maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 6_000; i++) {
        if (i % 2_000 == 1_000) {
          stream.reshard(1 + random.nextInt(6));
        }
        producer.put("key" + random.nextInt(50) + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(6_000);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertComplete(withoutRepeats(stream.ownedRecords()), 6_000);
    Set<EventId> ids = new HashSet<>();
    stream.records().forEach(record -> ids.add(record.id()));
    assertThat(ids).as("copies have the id of the first").hasSize(6_000);
  }

  @Test
  void put_whileResharded_tellsEachCallbackOnce() throws Exception {
    var stream = new FakeStream(2);
    var calls = new AtomicIntegerArray(5_000);
    try (var producer = open(stream, options().maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 5_000; i++) {
        if (i == 2_500) {
          stream.reshard(4);
        }
        int event = i;
        producer.put(
            "key" + i % 50 + ":" + i,
            fate -> {
              assertThat(fate).isInstanceOf(Accepted.class);
              calls.incrementAndGet(event);
            });
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    for (int i = 0; i < calls.length(); i++) {
      assertThat(calls.get(i)).isEqualTo(1);
    }
  }

  @Test
  void put_payloadsThatLookLikeFrames_surviveAReshardUntouched() throws Exception {
    var stream = new FakeStream(1);
    List<byte[]> payloads = new ArrayList<>();
    var aggregator = RecordAggregator.kpl(64);
    try (Compressor gzip = Compressor.gzip();
        Compressor zstd = Compressor.zstd(1);
        var producer =
            EventProducer.builder(bytes(), payload -> "key" + payload.length)
                .to(stream, stream)
                .options(options().maxAggregateBytes(1 << 10).build())
                .ticker(ticker)
                .open()) {
      for (int i = 0; i < 300; i++) {
        byte[] json = "{}".repeat(i).getBytes(UTF_8);
        aggregator.add(EventRecord.of("k", json));
        byte[] aggregate = aggregator.finish(null);
        payloads.add(
            i % 3 == 0 ? gzip.compress(json) : i % 3 == 1 ? zstd.compress(json) : aggregate);
      }
      for (int i = 0; i < 300; i++) {
        if (i == 100) {
          stream.reshard(3);
        }
        producer.put(payloads.get(i), PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    Set<String> stored = new HashSet<>();
    stream.rawRecords().forEach(record -> stored.add(new String(record.copyData(), ISO_8859_1)));
    assertThat(stored)
        .isEqualTo(
            payloads.stream()
                .map(bytes -> new String(bytes, ISO_8859_1))
                .collect(Collectors.toSet()));
  }

  @Test
  void put_whileTheStreamDoesNotListItsNewShards_stillDelivers() throws Exception {
    var stream = new FakeStream(1);
    var listsNothing = new AtomicBoolean();
    ShardDirectory lagging =
        () -> {
          if (listsNothing.get()) {
            throw new IllegalStateException("no answer");
          }
          return stream.openShards();
        };
    try (var producer =
        EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
            .to(stream, lagging)
            .options(options().build())
            .ticker(ticker)
            .open()) {
      producer.put("k:0").get();
      ticker.stand();
      listsNothing.set(true);
      stream.reshard(2);
      CompletableFuture<PutResult> fate = producer.put("k:1");
      ticker.advance(Duration.ofMillis(5)); // lingers, is stored elsewhere, and nobody tells where
      assertThat(fate.get()).isInstanceOf(Accepted.class);
      ticker.awaitWaiters(1); // for the next time to ask
      listsNothing.set(false);
      ticker.pass();
      assertThat(producer.put("k:2").get()).isInstanceOf(Accepted.class);
    }
    assertComplete(withoutRepeats(stream.records()), 3);
  }

  @Test
  void put_callbackThatThrows_costsItsNeighboursNothing() throws Exception {
    var stream = new FakeStream(1);
    var heard = new AtomicInteger();
    try (var producer = open(stream, options().build())) {
      for (int i = 0; i < 100; i++) {
        int event = i;
        producer.put(
            "k:" + i,
            fate -> {
              heard.incrementAndGet();
              if (event % 2 == 0) {
                throw new AssertionError("rude");
              }
            });
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(heard).hasValue(100);
      assertThat(producer.put("k:100").get()).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void put_metricsThatThrow_costNoEvent() throws Exception {
    EtlMetrics rude =
        new EtlMetrics() {
          @Override
          public void count(String name, long amount) {
            throw new IllegalStateException("rude");
          }

          @Override
          public void record(String name, long value) {
            throw new IllegalStateException("rude");
          }
        };
    try (var producer = open(new FakeStream(1), options().metrics(rude).build())) {
      assertThat(producer.put("k:1").get()).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_racingWithClose_isSettledOnceOrRefused(long seed) throws Exception {
    var random = new Random(seed);
    var stream = new FakeStream(2).failing((entry, number) -> number % 3 == 0 ? FAULT : null);
    var producer = open(stream, options().closeTimeout(Duration.ofMillis(20)).build());
    List<CompletableFuture<PutResult>> fates = new ArrayList<>();
    var putter =
        new Thread(() -> {
          try {
            while (true) {
              fates.add(producer.put("key" + random.nextInt(9) + ":" + fates.size()));
            }
          } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the producer is closed");
          }
        });
    putter.start();
    while (producer.metrics().events().put() < seed * 50) {
      Thread.onSpinWait();
    }
    producer.close();
    putter.join();
    for (CompletableFuture<PutResult> fate : fates) {
      assertThat(fate.get()).isNotNull();
    }
    assertThat(producer.metrics().bufferedBytes()).isZero();
    ProducerMetrics.Events events = producer.metrics().events();
    assertThat(events.accepted() + events.rejected()).isEqualTo(fates.size());
  }

  @Test
  void put_afterALostAnswer_givesDuplicatesWithEqualIds() throws Exception {
    var failures = new AtomicInteger(2);
    var stream =
        new FakeStream(1)
            .losingAnswers(true)
            .failing((entry, number) -> failures.getAndDecrement() > 0 ? FAULT : null);
    try (var producer = open(stream, options().build())) {
      for (int i = 0; i < 100; i++) {
        producer.put("k:" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    List<EventRecord> records = stream.records();
    assertThat(records).hasSize(300);
    Map<EventId, String> byId = new HashMap<>();
    records.forEach(record -> byId.put(record.id(), text(record)));
    assertThat(byId).hasSize(100);
    assertThat(new HashSet<>(byId.values())).hasSize(100);
  }

  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void put_anyMode_completesWithShardAndAttempts(OutputMode mode) throws Exception {
    var stream = new FakeStream(2).failing((entry, number) -> number == 0 ? THROTTLED : null);
    try (var producer = open(stream, options().mode(mode).build())) {
      PutResult result = producer.put("k:1").get();
      assertThat(result)
          .isInstanceOfSatisfying(
              Accepted.class,
              accepted -> {
                assertThat(accepted.attempts()).isEqualTo(2);
                assertThat(accepted.shardId()).startsWith("shard-0-");
              });
      assertThat(producer.metrics().entries().throttled()).isEqualTo(1);
    }
    assertThat(stream.records()).extracting(EventProducerTest::text).containsExactly("k:1");
  }

  @Test
  void put_plain_writesEachEventAsAnEntryOfItsKey() throws Exception {
    var stream = new FakeStream(2);
    try (var producer = open(stream, options().mode(OutputMode.PLAIN).build())) {
      for (int i = 0; i < 1_200; i++) {
        producer.put("key" + i + ":x", PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.entries()).hasSize(1_200);
    assertThat(stream.entries())
        .allMatch(entry -> new String(entry.array(), UTF_8).equals(entry.partitionKey() + ":x"));
  }

  @Test
  void put_incompressibleData_staysWithinTheRecordLimit() throws Exception {
    var stream = new FakeStream(1);
    var random = new Random(1);
    var options = options().maxAggregateBytes(8 << 20).build();
    try (var producer =
        EventProducer.builder(bytes(), event -> "k")
            .to(stream, stream)
            .options(options)
            .ticker(ticker)
            .open()) {
      for (int i = 0; i < 40; i++) {
        byte[] event = new byte[random.nextInt(1 << 20)];
        random.nextBytes(event);
        producer.put(event, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().rejected()).isZero();
    }
    assertThat(stream.records()).hasSize(40);
  }

  @Test
  void put_eventLargerThanTheStreamTakes_isRejectedAtOnceWithTheNumbers() throws Exception {
    var stream = new FakeStream(1);
    try (var producer =
        EventProducer.builder(bytes(), event -> "k")
            .to(stream, stream)
            .options(options().build())
            .ticker(ticker)
            .open()) {
      CompletableFuture<PutResult> fate = producer.put(new byte[(1 << 20) + 1]);
      assertThat(fate).isDone();
      assertThat(fate.get())
          .isEqualTo(
              new Rejected(
                  Rejected.RECORD_TOO_LARGE,
                  "the stream takes records of at most 1048576 bytes, but the event has 1048577",
                  0,
                  FailureKind.ITEM_REFUSED));
      assertThat(producer.put(new byte[1_040_000]).get()).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void put_whenTheBufferIsFull_failsFastAndTakesNothing() throws Exception {
    var release = new CountDownLatch(1);
    var stream = new FakeStream(1);
    RecordSender stuck = entries -> awaited(release, stream, entries);
    var options =
        options().maxRecordBytes(1 << 20).maxBufferedBytes(1 << 20).maxBlock(Duration.ZERO).build();
    try (var producer =
        EventProducer.builder(bytes(), event -> "k")
            .to(stuck, stream)
            .options(options)
            .ticker(ticker)
            .open()) {
      int taken = 0;
      var random = new Random(1);
      try {
        for (; taken < 1_000; taken++) {
          byte[] event = new byte[10_000];
          random.nextBytes(event);
          producer.put(event, PutCallback.NONE);
        }
      } catch (BufferFullException e) {
        assertThat(e).hasMessageStartingWith("maxBufferedBytes is 1048576, of which ");
      }
      assertThat(taken).isBetween(90, 104);
      assertThat(producer.metrics().events().put()).as("without what was refused").isEqualTo(taken);
      assertThat(producer.metrics().bufferedBytes())
          .isLessThanOrEqualTo((1 << 20) + BATCH_OVERHEAD_BYTES);
      release.countDown();
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(taken);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
  }

  @Test
  void put_whenRoomComes_goesOnWithoutLoss() throws Exception {
    var stream = new FakeStream(3);
    var options = options().maxBufferedBytes(1 << 20).maxAggregateBytes(100_000).build();
    try (var producer = open(stream, options)) {
      for (int i = 0; i < 50_000; i++) {
        producer.put("key" + i % 97 + ":" + i + " ".repeat(i % 200), PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.records()).hasSize(50_000);
  }

  @Test
  void put_fromManyThreads_losesNothing() throws Exception {
    var stream = new FakeStream(4);
    try (var producer = open(stream, options().build())) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int from = t * 10_000;
        var thread =
            new Thread(() -> {
              for (int i = from; i < from + 10_000; i++) {
                producer.put("key" + i % 100 + ":" + i, PutCallback.NONE);
              }
            });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.records().stream().map(EventProducerTest::text).distinct()).hasSize(40_000);
  }

  @Test
  void put_refusedForGood_isRejectedWithTheServicesError() throws Exception {
    var stream =
        new FakeStream(1)
            .failing((entry, number) ->
                new Failed("ResourceNotFoundException", FailureKind.ACCOUNT_REFUSED));
    try (var producer = open(stream, options().build())) {
      assertThat(producer.put("k:1").get())
          .isEqualTo(
              new Rejected(
                  "ResourceNotFoundException",
                  "the stream refused the entry: ResourceNotFoundException",
                  1,
                  FailureKind.ACCOUNT_REFUSED));
      assertThat(stream.requests()).isEqualTo(1);
    }
  }

  @Test
  void put_neverStored_isRejectedAfterTheDeliveryTimeout() throws Exception {
    var stream = new FakeStream(1).failing((entry, number) -> FAULT);
    try (var producer = open(stream, options().deliveryTimeout(Duration.ofMinutes(5)).build())) {
      assertThat(producer.put("k:1").get())
          .isInstanceOfSatisfying(
              Rejected.class,
              rejected -> {
                assertThat(rejected.errorCode()).isEqualTo(Rejected.DELIVERY_TIMEOUT);
                assertThat(rejected.attempts()).isPositive();
              });
    }
    assertThat(stream.records()).isEmpty();
  }

  @Test
  void send_senderThatThrowsOrMiscounts_costsAnAttemptOnly() throws Exception {
    var stream = new FakeStream(1);
    var calls = new AtomicInteger();
    RecordSender rude =
        entries -> {
          int call = calls.getAndIncrement();
          if (call == 0) {
            throw new IllegalStateException("rude");
          }
          return call == 1 ? List.of() : stream.send(entries);
        };
    try (var producer =
        EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
            .to(rude, stream)
            .options(options().build())
            .ticker(ticker)
            .open()) {
      assertThat(producer.put("k:1").get().attempts()).isEqualTo(3);
    }
  }

  @Test
  void close_withASenderThatHangs_rejectsWhatIsLeftAndEnds() throws Exception {
    var never = new CountDownLatch(1);
    var stream = new FakeStream(1);
    RecordSender hangs = entries -> awaited(never, stream, entries);
    var producer =
        EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
            .to(hangs, stream)
            .options(options().build())
            .ticker(ticker)
            .open();
    CompletableFuture<PutResult> fate = producer.put("k:1");
    assertThat(producer.flush(Duration.ofMillis(10))).isEqualTo(1);
    assertThat(producer.close(Duration.ofMillis(50))).isEqualTo(1);
    assertThat(((Rejected) fate.get()).errorCode()).isEqualTo(Rejected.PRODUCER_CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> producer.put("k:2"));
    producer.close();
  }

  @Test
  void open_streamWithAGapOrNone_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf).open())
        .withMessageContaining("to(...)");
    var stream = new FakeStream(2);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
                .to(stream, () -> stream.openShards().subList(0, 1))
                .ticker(ticker)
                .open())
        .withMessageContaining("gap");
  }

  @Test
  void options_outOfRange_nameTheRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options().maxInFlightRequests(0))
        .withMessage("maxInFlightRequests must be 1 to 256, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options().linger(Duration.ofSeconds(-1)))
        .withMessage("linger must be 0 to PT1M, but is PT-1S");
    assertThatIllegalArgumentException().isThrownBy(() -> options().maxRecordBytes(11 << 20));
  }

  @Test
  void put_badEvent_isTheCallersErrorAndTakesNothing() throws Exception {
    var stream = new FakeStream(1);
    try (var producer = open(stream, options().build())) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> producer.put(":no key"))
          .withMessageContaining("partitionKey");
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
  }

  private static ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(5))
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(Duration.ofHours(24));
  }

  private EventProducer<String> open(FakeStream stream, ProducerOptions options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(options)
        .ticker(ticker)
        .open();
  }

  private static List<EntryResult> awaited(
      CountDownLatch latch, FakeStream stream, List<Entry> entries) {
    try {
      latch.await();
      return stream.send(entries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return entries.stream().<EntryResult>map(entry -> FAULT).toList();
    }
  }

  /** What a reader keeps that drops ids which it has seen. */
  static List<EventRecord> withoutRepeats(List<EventRecord> records) {
    Set<EventId> seen = new HashSet<>();
    return records.stream().filter(record -> seen.add(record.id())).toList();
  }

  static void assertComplete(List<EventRecord> records, int count) {
    Set<EventId> ids = new HashSet<>();
    Map<String, Integer> lastByKey = new HashMap<>();
    for (EventRecord record : records) {
      assertThat(ids.add(record.id())).isTrue();
      String text = text(record);
      assertThat(record.partitionKey()).isEqualTo(TextCodec.keyOf(text));
      int number = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      Integer before = lastByKey.put(TextCodec.keyOf(text), number);
      assertThat(before == null ? -1 : before).isLessThan(number);
    }
    assertThat(records).hasSize(count);
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), UTF_8);
  }

  private static Codec<byte[]> bytes() {
    return new Codec<>() {
      @Override
      public void encode(byte[] event, RecordBuffer out) {
        out.write(event);
      }

      @Override
      public byte[] decode(EventRecord record) {
        return record.copyData();
      }
    };
  }
}
