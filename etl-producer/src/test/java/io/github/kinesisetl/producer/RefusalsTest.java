// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A verdict on a whole is none on its parts. */
@Timeout(60)
class RefusalsTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final int MIB = 1 << 20;

  private final TestTicker ticker = TestTicker.passing();
  private final Producers producers = new Producers(ticker);

  /** One large event once took 399, 360 and 314 of 400 along. */
  @ParameterizedTest
  @CsvSource({"PLAIN, false", "DENSE, false", "DENSE, true", "KPL, true"})
  void put_oneOfManyThatTheServiceRefuses_isRejectedAlone(OutputMode mode, boolean ordered)
      throws Exception {
    var stream =
        new FakeStream(4)
            .takingRecordsOf(2 * MIB)
            .refusingRequestsWith(entry -> entry.sizeBytes() > MIB);
    var allArePut = new CountDownLatch(1);
    RecordSender gated =
        entries -> {
          awaitUninterruptibly(allArePut);
          return stream.send(entries);
        };
    var options = Producers.options().mode(mode).maxInFlightRequests(1);
    if (mode != OutputMode.PLAIN) {
      options.ordered(ordered).maxAggregateBytes(1 << 10);
    }
    List<CompletableFuture<PutResult>> fates = new ArrayList<>();
    try (var producer = producers.open(gated, stream, options)) {
      for (int i = 0; i < 400; i++) {
        fates.add(producer.put("key" + i % 40 + ":" + i + (i == 200 ? noise(3 * MIB / 2) : "")));
      }
      allArePut.countDown();
      assertThat(producer.flush(LONG)).isZero();
    }
    for (int i = 0; i < 400; i++) {
      assertThat(fates.get(i).get()).isInstanceOf(i == 200 ? Rejected.class : Accepted.class);
    }
    Rejected rejected = (Rejected) fates.get(200).get();
    assertThat(rejected.errorCode()).isEqualTo("ValidationException");
    assertThat(rejected.isForGood()).isTrue();
    assertThat(stream.records()).hasSize(399);
    if (mode != OutputMode.PLAIN) {
      assertOrder(stream.records());
    }
  }

  /**
   * A stream that takes less than at open is asked again, and what was gathered is sent smaller.
   */
  @Test
  void put_recordSizeLoweredMeanwhile_splitsWhatIsGatheredAndRefusesWhatComes() throws Exception {
    var stream = new FakeStream(1).takingRecordsOf(4 * MIB);
    var options = Producers.options().mode(OutputMode.KPL).maxAggregateBytes(3 * MIB);
    try (var producer = producers.open(stream, stream, options)) {
      ticker.stand();
      for (int i = 0; i < 25; i++) {
        producer.put("key:" + i + noise(100_000), PutCallback.NONE);
      }
      stream.takingRecordsOf(MIB).refusingRequestsWith(entry -> entry.sizeBytes() > MIB);
      ticker.pass();
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(25);
      CompletableFuture<PutResult> tooLarge = producer.put("key:26" + noise(3 * MIB / 2));
      assertThat(producer.flush(LONG)).isZero();
      assertThat(((Rejected) tooLarge.get()).isForGood()).isTrue();
      while (!producer.put("key:27" + noise(3 * MIB / 2)).isDone()) {
        assertThat(producer.flush(LONG)).isZero(); // until the stream was asked
      }
    }
    assertThat(stream.records()).hasSize(25);
    assertOrder(stream.records());
  }

  /** Request-level throttling says nothing of a shard's rate. */
  @Test
  void send_requestThatIsThrottledAsAWhole_isSentAgainAndLowersNoShardsRate() throws Exception {
    var stream = new FakeStream(1);
    var calls = new AtomicInteger();
    RecordSender busy =
        entries ->
            calls.getAndIncrement() < 5
                ? all(entries, new Failed("ThrottlingException", FailureKind.THROTTLED).ofRequest())
                : stream.send(entries);
    try (var producer = producers.open(busy, stream, Producers.options())) {
      assertThat(producer.put("k:1").get().attempts()).isEqualTo(6);
    }
  }

  /** Every failed outcome tells its last cause; the words once appeared nowhere. */
  @Test
  void put_neverStored_tellsTheLastCause() throws Exception {
    var stream = new FakeStream(1);
    var expired =
        new Failed(
            "SdkClientException", FailureKind.TRANSIENT, "the SSO session has expired", true);
    try (var producer =
        producers.open(
            entries -> all(entries, expired),
            stream,
            Producers.options().deliveryTimeout(Duration.ofMinutes(1)))) {
      var rejected = (Rejected) producer.put("k:1").get();
      assertThat(rejected.errorCode()).isEqualTo(Rejected.DELIVERY_TIMEOUT);
      assertThat(rejected.message())
          .endsWith("last: SdkClientException: the SSO session has expired");
      assertThat(rejected.kind()).isEqualTo(FailureKind.TRANSIENT);
      assertThat(rejected.isForGood()).isFalse();
    }
  }

  static List<EntryResult> all(List<Entry> entries, EntryResult result) {
    return entries.stream().map(entry -> result).toList();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertOrder(List<EventRecord> records) {
    Map<String, Integer> last = new HashMap<>();
    for (EventRecord record : records) {
      String text = new String(record.copyData(), StandardCharsets.UTF_8);
      int number = Integer.parseInt(text.substring(text.indexOf(':') + 1).split("[^0-9]", 2)[0]);
      Integer before = last.put(record.partitionKey(), number);
      assertThat(before == null ? -1 : before).isLessThan(number);
    }
  }

  /** Text that compresses little, and begins with no digit. */
  static String noise(int chars) {
    var random = new java.util.Random(chars);
    var text = new StringBuilder(chars).append('~');
    while (text.length() < chars) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    return text.toString();
  }
}
