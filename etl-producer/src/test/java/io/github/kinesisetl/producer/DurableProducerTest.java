// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The durable mode within one process: a crash is a copy of the log's files at some moment. */
@Timeout(60)
class DurableProducerTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Failed FAULT = new Failed("InternalFailure", FailureKind.TRANSIENT);

  @TempDir private Path root;

  private TestTicker ticker = new TestTicker(); // a process's own

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  /** Processes that crash one after the other, under faults and reshards. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void open_afterCrashes_deliversAllInOrderWithTheirIds(long seed) throws Exception {
    var random = new Random(seed);
    var stream =
        new FakeStream(1 + random.nextInt(3))
            .failing((entry, number) -> (number * 31 + seed) % 3 == 0 ? FAULT : null);
    Path directory = root.resolve("spool");
    List<EventProducer<String>> crashed = new ArrayList<>();
    for (int process = 0; process < 4; process++) {
      ticker = TestTicker.passing();
      EventProducer<String> producer = open(stream, directory, options());
      for (int i = 0; i < 400; i++) {
        if (random.nextInt(300) == 0) {
          stream.reshard(1 + random.nextInt(4));
        }
        producer.put(event("key" + random.nextInt(20), process, i), PutCallback.NONE);
      }
      if (random.nextBoolean()) {
        producer.flush(Duration.ofMillis(random.nextInt(5)));
      }
      ticker.stand();
      stream.detach(); // what the crashed process sends from now on, nobody gets
      directory = crash(directory, "crash" + process);
      stream = stream.successor();
      crashed.add(producer);
    }
    ticker = TestTicker.passing();
    try (var last = open(stream, directory, options())) {
      assertThat(last.flush(LONG)).isZero();
    }
    assertComplete(stream, 4 * 400);
    crashed.forEach(EventProducer::close);
  }

  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void close_withEventsLeft_keepsThemForTheNext(OutputMode mode) throws Exception {
    Path directory = root.resolve("spool");
    var stream = new FakeStream(2).failing((entry, number) -> FAULT);
    ProducerOptionsBuilder options =
        ProducerOptions.builder().mode(mode).spool(directory).closeTimeout(Duration.ZERO);
    CompletableFuture<PutResult> fate;
    try (var producer = open(stream, directory, options)) {
      for (int i = 0; i < 99; i++) {
        producer.put(event("key" + i % 7, 0, i), PutCallback.NONE);
      }
      fate = producer.put(event("key1", 0, 99));
    }
    assertThat(fate)
        .isCompletedWithValueMatching(result ->
            result instanceof Rejected rejected && rejected.message().contains("its log keeps"));
    stream.failing((entry, number) -> null);
    try (var producer = open(stream, directory, options.closeTimeout(Duration.ofHours(1)))) {
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(100);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertThat(stream.records()).hasSize(100);
    assertThat(files(directory)).containsExactly("lock");
  }

  /**
   * A close that rejects a batch which is just being encoded or sent once settled it in the log:
   * the event was rejected and forgotten.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void close_whileBatchesAreEncodedAndSent_leavesToTheNextWhatItRejects(long seed)
      throws Exception {
    var random = new Random(seed);
    Path directory = root.resolve("spool");
    var stream = new FakeStream(2);
    int put = 0;
    for (int process = 0; process < 5; process++) {
      var options =
          ProducerOptions.builder()
              .maxAggregateBytes(1 << 10)
              .linger(Duration.ZERO)
              .closeTimeout(Duration.ZERO);
      try (var producer = open(stream, directory, options)) {
        for (int i = random.nextInt(400); i > 0; i--) {
          producer.put(event("key" + random.nextInt(20), process, put++), PutCallback.NONE);
        }
      }
    }
    try (var last = open(stream, directory, options())) {
      assertThat(last.flush(LONG)).isZero();
    }
    assertComplete(stream, put);
  }

  @Test
  void put_whileTheLogIsReplayed_waitsAndThenComesLast() throws Exception {
    Path directory = root.resolve("spool");
    var stream = new FakeStream(1).failing((entry, number) -> FAULT);
    var options = ProducerOptions.builder().closeTimeout(Duration.ZERO).spool(directory);
    try (var producer = open(stream, directory, options)) {
      for (int i = 0; i < 2_000; i++) {
        producer.put(event("key", 0, i) + "x".repeat(1_000), PutCallback.NONE);
      }
    }
    stream.failing((entry, number) -> null);
    var small = options.maxBufferedBytes(1 << 20).closeTimeout(Duration.ofHours(1));
    try (var producer = open(stream, directory, small)) {
      producer.put(event("key", 1, 0), PutCallback.NONE);
    }
    List<EventRecord> records = stream.records();
    assertThat(records).hasSize(2_001);
    assertThat(text(records.get(2_000))).isEqualTo(event("key", 1, 0));
  }

  @Test
  void put_logFull_failsWithTheNumbersAndTakesNothing() throws Exception {
    var stream = new FakeStream(1).failing((entry, number) -> FAULT);
    var options =
        options()
            .maxBlock(Duration.ZERO)
            .maxBufferedBytes(256 << 20)
            .maxSpoolBytes(32 << 20)
            .closeTimeout(Duration.ZERO);
    int taken = 0;
    try (var producer = open(stream, root, options)) {
      String text = "key:" + "x".repeat(500_000);
      try {
        for (; taken < 1_000; taken++) {
          producer.put(text, PutCallback.NONE);
        }
      } catch (BufferFullException e) {
        assertThat(e).hasMessageStartingWith("maxSpoolBytes is 33554432, of which ");
      }
      assertThat(producer.metrics().events().rejected()).isZero();
    }
    assertThat(taken).isBetween(50, 67);
    stream.failing((entry, number) -> null);
    try (var producer = open(stream, root, options.closeTimeout(Duration.ofHours(1)))) {
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.records()).hasSize(taken);
  }

  @Test
  void open_directoryInUse_isRefused() {
    var stream = new FakeStream(1);
    try (var producer = open(stream, root, options())) {
      assertThat(producer.metrics().events().put()).isZero();
      assertThatThrownBy(() -> open(stream, root, options()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("in use by another producer of this process");
    }
  }

  private static ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(1))
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(Duration.ofHours(24))
        .closeTimeout(Duration.ZERO)
        .maxAggregateBytes(1 << 10);
  }

  private EventProducer<String> open(
      FakeStream stream, Path directory, ProducerOptionsBuilder options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(options.spool(directory).build())
        .ticker(ticker)
        .open();
  }

  private static String event(String key, int process, int number) {
    return "%s:%d:%06d".formatted(key, process, number);
  }

  private Path crash(Path directory, String name) throws IOException {
    Path copy = Files.createDirectory(root.resolve(name));
    for (String file : files(directory)) {
      Files.copy(directory.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /**
   * Everything is there, each key in order once repeats are dropped, and repeats have equal ids.
   */
  private static void assertComplete(FakeStream stream, int events) {
    Map<EventId, String> byId = new LinkedHashMap<>();
    for (EventRecord record : stream.records()) {
      String known = byId.putIfAbsent(record.id(), text(record));
      assertThat(known == null || known.equals(text(record))).isTrue();
    }
    assertThat(byId.values()).hasSize(events).doesNotHaveDuplicates();
    Map<String, String> lastByKey = new HashMap<>();
    for (String text : byId.values()) {
      String key = text.substring(0, text.indexOf(':'));
      String last = lastByKey.put(key, text);
      assertThat(last == null || last.compareTo(text) < 0).as("%s after %s", text, last).isTrue();
    }
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }
}
