// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a durable {@code put} returned for leaves the log only when it is stored, or refused by
 * itself and told; everything else waits.
 */
@Timeout(60)
class DurableFaultsTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);
  private static final String POISON = "poison";

  @TempDir private Path root;

  private TestTicker ticker = TestTicker.passing();

  /** Whatever keeps events from the stream for ten times the delivery timeout. */
  @ParameterizedTest
  @CsvSource({
    "InternalFailure, TRANSIENT, DENSE",
    "ResourceNotFoundException, ACCOUNT_REFUSED, DENSE",
    "KMSDisabledException, ACCOUNT_REFUSED, PLAIN",
    "AccessDeniedException, ACCOUNT_REFUSED, KPL",
    "ProvisionedThroughputExceededException, THROTTLED, DENSE",
  })
  void put_streamAwayForLongerThanTheDeliveryTimeout_waits(
      String code, FailureKind kind, OutputMode mode) throws Exception {
    var isAway = new AtomicBoolean(true);
    var stream =
        new FakeStream(2).failing((entry, number) -> isAway.get() ? new Failed(code, kind) : null);
    List<CompletableFuture<PutResult>> fates = new ArrayList<>();
    var producer = open(stream, options().mode(mode));
    for (int i = 0; i < 100; i++) {
      fates.add(producer.put("key" + i % 5 + ":" + i));
    }
    while (stream.requests() < 5) {
      letPass(DELIVERY_TIMEOUT);
    }
    letPass(DELIVERY_TIMEOUT.multipliedBy(5));
    assertThat(fates).noneMatch(CompletableFuture::isDone);
    producer.close(Duration.ZERO);
    assertThat(fates)
        .allMatch(fate -> ((Rejected) fate.join()).errorCode().equals(Rejected.PRODUCER_CLOSED))
        .anyMatch(fate -> ((Rejected) fate.join()).message().contains("last: " + code));

    try (var next = open(stream, options().mode(mode))) { // an event nobody waits for
      letPass(DELIVERY_TIMEOUT.multipliedBy(5));
      assertThat(next.metrics().events().rejected()).isZero();
      isAway.set(false);
      assertThat(next.flush(LONG)).isZero();
      assertThat(next.metrics().events().accepted()).isEqualTo(100);
    }
    assertThat(texts(stream)).hasSize(100);
    assertThat(files()).containsExactly("lock");
  }

  /** Who waits for a refused event is told, and the log forgets it. */
  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void put_eventThatIsRefusedByItself_isToldAndForgotten(OutputMode mode) throws Exception {
    var stream = new FakeStream(1).refusingRequestsWith(DurableFaultsTest::isPoisoned);
    try (var producer = open(stream, options().mode(mode))) {
      var rejected = (Rejected) producer.put(POISON + ":1").get();
      assertThat(rejected.isForGood()).isTrue();
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(files()).containsExactly("lock");
  }

  /** A refused event that nobody waits for is tried again by each process, and holds no segment. */
  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void put_eventThatIsRefusedWhileNobodyListens_isSetAsideUntilItIsTaken(OutputMode mode)
      throws Exception {
    var isPoisonous = new AtomicBoolean(true);
    var stream =
        new FakeStream(1).refusingRequestsWith(entry -> isPoisonous.get() && isPoisoned(entry));
    for (int process = 0; process < 3; process++) {
      ticker = TestTicker.passing();
      try (var producer = open(stream, options().mode(mode))) {
        if (process == 0) {
          producer.put(POISON + ":1", PutCallback.NONE);
        }
        assertThat(producer.flush(LONG)).isZero();
        producer.put("good:" + process, PutCallback.NONE);
        assertThat(producer.flush(LONG)).isZero();
      }
      assertThat(files()).as("process %d", process).containsExactly("00000000.aside", "lock");
    }
    isPoisonous.set(false);
    ticker = TestTicker.passing();
    try (var last = open(stream, options().mode(mode))) {
      assertThat(last.flush(LONG)).isZero();
    }
    assertThat(texts(stream)).containsOnly(POISON + ":1", "good:0", "good:1", "good:2");
    assertThat(files()).containsExactly("lock");
  }

  /** The wall clock of a cipher, which moves with the producer's time. */
  private InstantSource clock() {
    return () -> Instant.EPOCH.plusNanos(ticker.nanoTime());
  }

  /** 200 events were rejected and forgotten once, and a replay without key ended all puts. */
  @Test
  void put_keyServiceAway_waitsForItAlsoWhileTheLogIsReplayed() throws Exception {
    var keys = new Keys();
    var stream = new FakeStream(2);
    for (int process = 0; process < 3; process++) {
      ticker = TestTicker.passing();
      keys.isAway.set(true);
      var producer = open(stream, options().cipher(FrameCipher.builder(keys).build(clock())));
      for (int i = 0; i < 50; i++) {
        producer.put("key" + i % 7 + ":" + (process * 50 + i), PutCallback.NONE);
      }
      letPass(DELIVERY_TIMEOUT.multipliedBy(2));
      assertThat(producer.metrics().events().rejected()).isZero();
      if (process == 2) {
        keys.isAway.set(false);
        assertThat(producer.flush(LONG)).isZero();
        assertThat(producer.metrics().events().accepted()).isEqualTo(150);
      }
      producer.close(Duration.ZERO);
    }
    assertThat(files()).containsExactly("lock");
    assertThat(stream.entries()).isNotEmpty();
  }

  /** Without a log events wait for a key as long as they live, and are told why they died. */
  @Test
  void put_keyServiceAwayWithoutALog_isToldTheCauseAfterTheDeliveryTimeout() throws Exception {
    var keys = new Keys();
    var options =
        ProducerOptions.builder()
            .deliveryTimeout(DELIVERY_TIMEOUT)
            .cipher(FrameCipher.builder(keys).build(clock()))
            .build();
    try (var producer =
        EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
            .to(new FakeStream(1), new FakeStream(1))
            .options(options)
            .ticker(ticker)
            .open()) {
      var rejected = (Rejected) producer.put("k:1").get();
      assertThat(rejected.errorCode()).isEqualTo(Rejected.DELIVERY_TIMEOUT);
      assertThat(rejected.message()).contains("DataKeyException", "the key service is away");
      keys.isAway.set(false);
      assertThat(producer.put("k:2").get()).isInstanceOf(PutResult.Accepted.class);
    }
  }

  /** A full disk once kept what it was full of: put threw for ever although all was stored. */
  @Test
  void put_diskFullForAWhile_takesNothingThenAndGoesOnOnceEventsAreStored() throws Exception {
    var isAway = new AtomicBoolean(true);
    var stream =
        new FakeStream(1)
            .failing((entry, number) ->
                isAway.get() ? new Failed("InternalFailure", FailureKind.TRANSIENT) : null);
    var options = options().maxBlock(Duration.ZERO).maxBufferedBytes(256 << 20);
    int taken = 0;
    try (var producer = open(stream, options)) {
      fillDisk();
      for (boolean isFull = false; !isFull; ) {
        try {
          producer.put("key:" + taken + "x".repeat(500_000), PutCallback.NONE);
          taken++;
        } catch (java.io.UncheckedIOException e) {
          isFull = true;
        }
      }
      isAway.set(false);
      assertThat(producer.flush(LONG)).isZero();
      for (int i = 0; i < 30; i++) {
        producer.put("key:" + taken + "x".repeat(100_000), PutCallback.NONE);
        taken++;
        assertThat(producer.flush(LONG)).isZero();
      }
      assertThat(producer.metrics().events().accepted()).isEqualTo(taken);
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertThat(texts(stream)).hasSize(taken);
  }

  @Test
  void open_spool_isForItsOwnerOnly() throws Exception {
    Path directory = root.resolve("new").resolve("spool");
    var stream = new FakeStream(1).failing((e, n) -> new Failed("No", FailureKind.TRANSIENT));
    var producer = open(stream, options().spool(directory));
    producer.put("k:1", PutCallback.NONE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
    producer.close(Duration.ZERO);
  }

  /** Names that the next segments would have are taken, as if the disk took no more files. */
  private void fillDisk() throws IOException {
    for (int i = 1; i < 40; i++) {
      Path name = root.resolve("%08d.segment".formatted(i));
      if (!Files.exists(name)) {
        Files.createDirectory(name);
        Files.createFile(name.resolve("in use"));
      }
    }
  }

  private void letPass(Duration time) {
    long until = ticker.nanoTime() + time.toNanos();
    while (ticker.nanoTime() < until) {
      ticker.advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }
  }

  private static boolean isPoisoned(Entry entry) {
    var stream = new FakeStream(1);
    boolean unused = stream.send(List.of(entry)).isEmpty();
    return stream.records().stream().anyMatch(record -> record.partitionKey().equals(POISON));
  }

  private static Set<String> texts(FakeStream stream) {
    Set<String> texts = new HashSet<>();
    stream
        .records()
        .forEach(record -> texts.add(new String(record.copyData(), StandardCharsets.UTF_8)));
    return texts;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(1))
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(DELIVERY_TIMEOUT)
        .closeTimeout(Duration.ofHours(1))
        .spool(root);
  }

  private EventProducer<String> open(FakeStream stream, ProducerOptionsBuilder options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(options.build())
        .ticker(ticker)
        .open();
  }

  /** A key service that can be away. */
  private static final class Keys implements DataKeyProvider {
    private final AtomicBoolean isAway = new AtomicBoolean(true);

    @Override
    public DataKey generate() {
      throwIfAway();
      return new DataKey("key", new byte[] {1}, new byte[32]);
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      throwIfAway();
      return new DataKey(keyId, wrapped, new byte[32]);
    }

    private void throwIfAway() {
      if (isAway.get()) {
        throw new DataKeyException("the key service is away", true, null);
      }
    }
  }
}
