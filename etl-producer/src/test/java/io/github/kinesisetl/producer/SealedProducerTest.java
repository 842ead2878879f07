// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Encryption and claim checks, from put to reader. */
@Timeout(60)
class SealedProducerTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Failed FAULT = new Failed("InternalFailure", FailureKind.TRANSIENT);

  private final TestTicker ticker = TestTicker.passing();

  private final FrameCipher cipher =
      FrameCipher.builder(new XorKeys()).maxUses(20).build(InstantSource.system());
  private final MemoryClaims claims = new MemoryClaims();

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  /** A reshard takes encrypted entries apart, under keys that are long out of use. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_encryptedWhileResharded_losesNothingAndKeepsOrder(long seed) throws Exception {
    var random = new Random(seed);
    var stream = new FakeStream(2).failing((entry, number) -> number % 5 == 1 ? FAULT : null);
    var options = ProducerOptions.builder().maxAggregateBytes(1 << 10).cipher(cipher);
    try (var producer = open(stream, options)) {
      for (int i = 0; i < 3_000; i++) {
        if (i % 1_000 == 500) {
          stream.reshard(1 + random.nextInt(5));
        }
        producer.put("key" + random.nextInt(20) + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.entries()).allMatch(SealedProducerTest::isEncrypted);
    Map<EventId, String> byId = new LinkedHashMap<>();
    read(stream).forEach(record -> byId.putIfAbsent(record.id(), text(record)));
    assertThat(byId.values()).hasSize(3_000).doesNotHaveDuplicates();
    Map<String, Integer> last = new HashMap<>();
    byId.values()
        .forEach(text -> {
          int number = Integer.parseInt(text.substring(text.indexOf(':') + 1));
          Integer before = last.put(text.substring(0, text.indexOf(':')), number);
          assertThat(before == null || before < number).isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource(value = OutputMode.class, mode = Mode.EXCLUDE, names = "KPL")
  void put_tooLargeForTheStream_liesInTheStoreAndIsReadInItsPlace(OutputMode mode)
      throws Exception {
    var stream = new FakeStream(1);
    String large = "key:" + noise(3 << 20);
    var options = ProducerOptions.builder().mode(mode).cipher(cipher).claims(claims);
    try (var producer = open(stream, options)) {
      producer.put("key:before", PutCallback.NONE);
      producer.put(large, PutCallback.NONE);
      producer.put("key:after", PutCallback.NONE);
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(read(stream))
        .extracting(SealedProducerTest::text)
        .containsExactlyInAnyOrder("key:before", large, "key:after");
    assertThat(stream.entries()).allMatch(entry -> entry.sizeBytes() < 10_000);
    assertThat(stream.entries()).allMatch(SealedProducerTest::isEncrypted);
    assertThat(claims.stored.values())
        .singleElement()
        .matches(bytes -> EncryptedFormat.isEncrypted(bytes, 0, bytes.length));
  }

  @Test
  void put_tooLargeWithoutAStore_isRejected() {
    try (var producer = open(new FakeStream(1), ProducerOptions.builder().cipher(cipher))) {
      assertThat(producer.put("key:" + noise(2 << 20)))
          .isCompletedWithValueMatching(result ->
              result instanceof Rejected rejected
                  && rejected.errorCode().equals(Rejected.RECORD_TOO_LARGE));
    }
  }

  @Test
  void put_storeAway_throwsAndTakesNothing() {
    claims.away = true;
    try (var producer = open(new FakeStream(1), ProducerOptions.builder().claims(claims))) {
      assertThatThrownBy(() -> producer.put("key:" + noise(2 << 20), PutCallback.NONE))
          .isInstanceOf(ClaimStoreException.class);
      assertThat(producer.metrics().events().put()).isZero();
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
  }

  @Test
  void open_afterACloseWithEventsLeft_sendsWhatTheLogKeepsEncrypted(@TempDir Path directory)
      throws Exception {
    ticker.stand();
    var stream = new FakeStream(2).failing((entry, number) -> FAULT);
    var options =
        ProducerOptions.builder().cipher(cipher).spool(directory).closeTimeout(Duration.ZERO);
    try (var producer = open(stream, options)) {
      for (int i = 0; i < 100; i++) {
        producer.put("key" + i + ":x", PutCallback.NONE);
      }
    }
    stream = stream.successor().failing((entry, number) -> null);
    try (var producer = open(stream, options)) {
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(read(stream)).hasSize(100);
    assertThat(stream.entries()).allMatch(SealedProducerTest::isEncrypted);
  }

  @Test
  void build_cipherInModeKpl_isRefused() {
    var options = ProducerOptions.builder().mode(OutputMode.KPL).cipher(cipher);
    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageContaining("cipher must not be set in mode KPL");
  }

  private EventProducer<String> open(FakeStream stream, ProducerOptionsBuilder options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(options.build())
        .ticker(ticker)
        .open();
  }

  private List<EventRecord> read(FakeStream stream) {
    List<EventRecord> records = new ArrayList<>();
    try (RecordReader reader = RecordReader.builder().decryptor(cipher).claims(claims).build()) {
      for (Entry entry : stream.entries()) {
        for (ReadResult result :
            reader.read(EventRecord.of(entry.partitionKey(), entry.copyData()))) {
          assertThat(result).isInstanceOf(ReadResult.Opened.class);
          records.add(result.record());
        }
      }
    }
    return records;
  }

  private static boolean isEncrypted(Entry entry) {
    return EncryptedFormat.isEncrypted(entry.array(), 0, entry.dataBytes());
  }

  private static String noise(int chars) {
    var text = new StringBuilder(chars);
    var random = new Random(chars);
    for (int i = 0; i < chars; i++) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    return text.toString();
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }

  /** No secret: what is tested is the way, not the lock. */
  private static final class XorKeys implements DataKeyProvider {
    private final Random random = new Random(1);

    @Override
    public synchronized DataKey generate() {
      byte[] plain = new byte[DataKey.KEY_BYTES];
      random.nextBytes(plain);
      return new DataKey("xor", xor(plain), plain);
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      return new DataKey(keyId, wrapped, xor(wrapped));
    }

    private static byte[] xor(byte[] bytes) {
      byte[] other = bytes.clone();
      for (int i = 0; i < other.length; i++) {
        other[i] ^= 42;
      }
      return other;
    }
  }

  private static final class MemoryClaims implements ClaimStore {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile boolean away;

    @Override
    public String store(byte[] data) {
      if (away) {
        throw new ClaimStoreException("the store is away", null);
      }
      String uri = "memory:" + stored.size();
      stored.put(uri, data);
      return uri;
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      return stored.getOrDefault(claim.uri(), new byte[0]);
    }
  }
}
