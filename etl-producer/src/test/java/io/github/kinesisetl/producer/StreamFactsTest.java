// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of a stream changes while a producer is open, and its answers may be wrong. */
@Timeout(60)
class StreamFactsTest {

  private static final Duration LONG = Duration.ofDays(300);

  private final TestTicker ticker = TestTicker.passing();
  private final Producers producers = new Producers(ticker);

  /** 366 events a second once fell to one, and 12,748 of 14,560 were rejected. */
  @ParameterizedTest
  @CsvSource({"DENSE, true", "DENSE, false", "PLAIN, false"})
  void put_streamThatBecomesAuto_goesOnWithinSeconds(OutputMode mode, boolean ordered)
      throws Exception {
    var stream = new FakeStream(4);
    try (var producer =
        producers.open(stream, stream, Producers.options().mode(mode).ordered(ordered))) {
      putSome(producer, 0, 500);
      assertThat(producer.flush(LONG)).isZero();
      stream.distributing(Distribution.AUTO);
      long before = ticker.nanoTime();
      putSome(producer, 500, 5_000);
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(5_000);
      assertThat(ticker.nanoTime() - before).isLessThan(Duration.ofSeconds(10).toNanos());
    }
    assertThat(stream.records()).hasSize(5_000);
  }

  @Test
  void put_kplOnAStreamThatBecomesAuto_isRejectedByAName() throws Exception {
    var stream = new FakeStream(4);
    try (var producer = producers.open(stream, stream, Producers.options().mode(OutputMode.KPL))) {
      putSome(producer, 0, 100);
      assertThat(producer.flush(LONG)).isZero();
      stream.distributing(Distribution.AUTO);
      PutResult result = producer.put("a:0").get();
      for (int i = 1; result instanceof Accepted; i++) {
        result = producer.put("key" + i + ":" + i).get(); // until one lies astray
      }
      assertThat(((Rejected) result).errorCode()).isEqualTo(Rejected.AUTO_DISTRIBUTION);
      assertThat(((Rejected) result).message()).contains("AUTO", "DENSE");
      int requests = stream.requests();
      assertThat(producer.put("b:0").get()).isInstanceOf(Rejected.class);
      assertThat(stream.requests()).as("nothing is written that KCL drops").isEqualTo(requests);
      stream.distributing(Distribution.USER_PARTITION_KEY);
      while (producer.put("c:0").get() instanceof Rejected) {
        ticker.advance(Duration.ofSeconds(1));
      }
    }
  }

  /** Each entry once held a sender for 10 s. */
  @Test
  void put_shardThatStaysListedAlthoughEntriesLieElsewhere_waitsOnceAndWithoutASender()
      throws Exception {
    var stream = new FakeStream(1);
    var before = stream.openShards();
    try (var producer =
        producers.open(
            stream,
            () -> before,
            Producers.options().assumedDistribution(Distribution.USER_PARTITION_KEY))) {
      assertThat(producer.put("k:0").get()).isInstanceOf(Accepted.class);
      stream.reshard(2);
      long start = ticker.nanoTime();
      putSome(producer, 0, 2_000);
      assertThat(producer.flush(LONG)).isZero();
      assertThat(ticker.nanoTime() - start).isLessThan(Duration.ofSeconds(8).toNanos());
      assertThat(producer.metrics().events().accepted()).isEqualTo(2_001);
    }
  }

  /** A malformed list of shards once escaped into the sender thread, which rejected events. */
  @Test
  void put_whileTheControlPlaneTalksNonsense_losesNothing() throws Exception {
    var stream = new FakeStream(2);
    var asked = new AtomicInteger();
    try (var producer = producers.open(stream, stream, Producers.options())) {
      stream.reshard(3);
      stream.throwingWhenAsked(() ->
          switch (asked.incrementAndGet()) {
            case 1 -> new IllegalArgumentException("no hash key");
            case 2 -> new NullPointerException();
            case 3 -> new StreamUnavailableException("busy", FailureKind.THROTTLED, null);
            default -> null;
          });
      putSome(producer, 0, 1_000);
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(1_000);
    }
    assertThat(asked).hasValueGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "TRANSIENT"})
  void open_streamThatIsBusyAtFirst_isAskedAgain(FailureKind kind) throws Exception {
    var asked = new AtomicInteger();
    var stream =
        new FakeStream(2)
            .throwingWhenAsked(() ->
                asked.incrementAndGet() % 4 == 0
                    ? null
                    : new StreamUnavailableException("busy", kind, null));
    try (var producer = producers.open(stream, stream, Producers.options())) {
      stream.throwingWhenAsked(() -> null);
      assertThat(producer.put("k:0").get()).isInstanceOf(Accepted.class);
    }
    assertThat(asked).hasValue(8);
  }

  @Test
  void open_streamThatStaysBusy_failsOnceTheTimeIsOver() {
    var stream =
        new FakeStream(1)
            .throwingWhenAsked(
                () -> new StreamUnavailableException("busy", FailureKind.THROTTLED, null));
    long before = ticker.nanoTime();
    assertThatExceptionOfType(StreamUnavailableException.class)
        .isThrownBy(() -> producers.open(stream, stream, Producers.options()))
        .withMessage("busy");
    assertThat(Duration.ofNanos(ticker.nanoTime() - before))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void open_streamThatIsMissingOrDenied_failsAtOnce() {
    var asked = new AtomicInteger();
    var stream =
        new FakeStream(1)
            .throwingWhenAsked(() -> {
              asked.incrementAndGet();
              return new StreamUnavailableException(
                  "no such stream", FailureKind.ACCOUNT_REFUSED, null);
            });
    assertThatExceptionOfType(StreamUnavailableException.class)
        .isThrownBy(() -> producers.open(stream, stream, Producers.options()));
    assertThat(asked).hasValue(1);
  }

  private static void putSome(EventProducer<String> producer, int from, int to) {
    for (int i = from; i < to; i++) {
      producer.put("key" + i % 97 + ":" + i, PutCallback.NONE);
    }
  }
}
