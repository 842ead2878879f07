// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that takes nothing for a while, and many times more events than memory may hold. */
@Timeout(60)
class SpillTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Failed FAULT = new Failed("InternalFailure", FailureKind.TRANSIENT);
  private static final int MAX_BUFFERED_BYTES = 1 << 20;

  @TempDir private Path directory;

  private final TestTicker ticker = new TestTicker();

  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_moreThanMemoryHolds_comesInOrderOnceTheStreamIsBack(long seed) throws Exception {
    var away = new AtomicBoolean(true);
    var random = new Random(seed);
    var stream =
        new FakeStream(1 + random.nextInt(3))
            .failing((entry, number) -> away.get() || number % 7 == 3 ? FAULT : null);
    int events = 6_000;
    try (var producer = open(stream, options())) {
      for (int i = 0; i < events; i++) {
        if (seed % 2 == 1 && i % 2_000 == 1_000) {
          stream.reshard(1 + random.nextInt(4));
        }
        producer.put("key" + random.nextInt(20) + ":" + i + ":" + noise(random), PutCallback.NONE);
        assertThat(producer.metrics().bufferedBytes()).isLessThan(MAX_BUFFERED_BYTES * 5 / 4);
        away.set(i < events - 100);
      }
      ticker.pass();
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(events);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertComplete(stream, events);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void put_diskFull_blocksAndThenFails() throws Exception {
    var stream = new FakeStream(1).failing((entry, number) -> FAULT);
    var options =
        options()
            .maxAggregateBytes(128 << 10)
            .maxBlock(Duration.ofHours(1))
            .closeTimeout(Duration.ZERO);
    try (var producer = open(stream, options)) {
      CompletableFuture<Void> putting =
          CompletableFuture.runAsync(() -> putNoise(producer, 200_000));
      while (producer.metrics().events().put() < (60 << 20) / 2_000) {
        Thread.onSpinWait(); // until the disk is about as full as it may be
      }
      assertThat(putting).isNotDone();
      ticker.stand();
      while (!putting.isDone()) {
        ticker.advance(Duration.ofHours(1)); // whoever waits for room has waited long enough
        Thread.onSpinWait();
      }
      assertThat(putting)
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(BufferFullException.class)
          .withMessageContaining("maxBufferedBytes is 1048576");
    }
  }

  private static void putNoise(EventProducer<String> producer, int events) {
    var random = new Random(1);
    for (int i = 0; i < events; i++) {
      producer.put("key:" + i + ":" + noise(random), PutCallback.NONE);
    }
  }

  private ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .whenFull(WhenFull.SPILL)
        .spillDirectory(directory)
        .maxSpillBytes(64 << 20)
        .maxBufferedBytes(MAX_BUFFERED_BYTES)
        .maxAggregateBytes(16 << 10)
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(Duration.ofHours(24));
  }

  private EventProducer<String> open(FakeStream stream, ProducerOptionsBuilder options) {
    return EventProducer.builder(new TextCodec(StandardCharsets.ISO_8859_1), TextCodec::keyOf)
        .to(stream, stream)
        .options(options.build())
        .ticker(ticker)
        .open();
  }

  /** Two thousand bytes or so that do not compress. */
  private static String noise(Random random) {
    byte[] bytes = new byte[1_800 + random.nextInt(400)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void assertComplete(FakeStream stream, int events) {
    Map<EventId, Integer> byId = new LinkedHashMap<>();
    Map<String, Integer> lastByKey = new HashMap<>();
    for (EventRecord record : stream.records()) {
      int number = Integer.parseInt(text(record).split(":", 3)[1]);
      if (byId.putIfAbsent(record.id(), number) == null) {
        Integer last = lastByKey.put(record.partitionKey(), number);
        assertThat(last == null || last < number).as("%d after %d", number, last).isTrue();
      }
    }
    assertThat(byId.values()).hasSize(events).doesNotHaveDuplicates();
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.ISO_8859_1);
  }
}
