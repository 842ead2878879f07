// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each mode writes, on each kind of stream. */
@Timeout(60)
class OutputModeTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Failed FAULT = new Failed("InternalFailure", FailureKind.TRANSIENT);

  private final TestTicker ticker = TestTicker.passing();

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @Test
  void put_kpl_writesAggregatesThatEveryDeaggregatorReads() throws Exception {
    var stream = new FakeStream(2);
    try (var producer = open(stream, kpl().build())) {
      for (int i = 0; i < 1_000; i++) {
        producer.put("key" + i % 20 + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.entries())
        .hasSizeLessThan(100)
        .allMatch(entry -> RecordDeaggregator.isAggregate(entry.array(), 0, entry.dataBytes()));
    EventProducerTest.assertComplete(stream.recordsAsKclReadsThem(), 1_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_kplWhileResharded_givesKclEveryKeyCompleteAndInOrder(long seed) throws Exception {
    var random = new Random(seed);
    int failEvery = 2 + random.nextInt(20);
    var stream =
        new FakeStream(2).failing((entry, number) -> number % failEvery == 1 ? FAULT : null);
    try (var producer = open(stream, kpl().maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 6_000; i++) {
        if (i % 2_000 == 1_000) {
          stream.reshard(1 + random.nextInt(6));
        }
        producer.put("key" + random.nextInt(50) + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    List<EventRecord> read = EventProducerTest.withoutRepeats(stream.recordsAsKclReadsThem());
    EventProducerTest.assertComplete(read, 6_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_kplUnorderedWhileResharded_losesNothingForKcl(long seed) throws Exception {
    var random = new Random(seed);
    var stream = new FakeStream(2);
    try (var producer = open(stream, kpl().ordered(false).maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 4_000; i++) {
        if (i % 1_000 == 500) {
          stream.reshard(1 + random.nextInt(6));
        }
        producer.put("key" + random.nextInt(50) + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    Set<EventId> ids = new HashSet<>();
    stream.recordsAsKclReadsThem().forEach(record -> ids.add(record.id()));
    assertThat(ids).hasSize(4_000);
  }

  @ParameterizedTest
  @EnumSource(FrameFormat.class)
  void put_kplWithRecordFormat_compressesEachRecordThatGetsSmaller(FrameFormat format)
      throws Exception {
    var stream = new FakeStream(1);
    String longEvent = "k:" + "abc".repeat(500);
    try (var producer = open(stream, kpl().recordFormat(format).build())) {
      producer.put(longEvent, PutCallback.NONE);
      producer.put("k:short", PutCallback.NONE);
      assertThat(producer.flush(LONG)).isZero();
    }
    List<EventRecord> records = stream.rawRecords();
    byte[] first = records.get(0).copyData();
    assertThat(FrameFormat.detect(first, 0, first.length)).contains(format);
    assertThat(records.get(1).copyData()).isEqualTo("k:short".getBytes(UTF_8));
    assertThat(stream.records())
        .extracting(record -> new String(record.copyData(), UTF_8))
        .containsExactly(longEvent, "k:short");
  }

  @Test
  void open_kplOnAStreamThatDistributesByItself_isRefusedWithTheReason() {
    var stream = new FakeStream(2).distributing(Distribution.AUTO);
    assertThatIllegalStateException()
        .isThrownBy(() -> open(stream, kpl().ordered(false).build()))
        .withMessageContaining("AUTO")
        .withMessageContaining("KCL drops KPL aggregates");
  }

  @Test
  void open_kplOnAStreamThatDoesNotTell_needsTheUsersWord() {
    var stream = new FakeStream(1).distributing(Distribution.UNKNOWN);
    assertThatIllegalStateException()
        .isThrownBy(() -> open(stream, kpl().build()))
        .withMessageContaining("kinesis:DescribeStreamSummary")
        .withMessageContaining("assumedDistribution");
    var told = kpl().assumedDistribution(Distribution.USER_PARTITION_KEY).build();
    try (var producer = open(stream, told)) {
      assertThat(producer.put("k:1").join()).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void open_orderedOnAStreamThatDistributesByItself_isRefused() {
    var stream = new FakeStream(2).distributing(Distribution.AUTO);
    assertThatIllegalStateException()
        .isThrownBy(() -> open(stream, options().build()))
        .withMessageContaining("set ordered(false)");
  }

  @Test
  void put_denseOnAStreamThatDistributesByItself_storesEachEventOnceWithoutRouting()
      throws Exception {
    var stream = new FakeStream(4).distributing(Distribution.AUTO);
    try (var producer = open(stream, options().ordered(false).maxAggregateBytes(1 << 10).build())) {
      for (int i = 0; i < 3_000; i++) {
        producer.put("key" + i % 50 + ":" + i, PutCallback.NONE);
      }
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(stream.records()).hasSize(3_000);
    assertThat(stream.entries()).extracting(Entry::explicitHashKey).containsOnlyNulls();
  }

  @Test
  void put_onAStreamOfLargerRecords_takesWhatTheStreamTakes() throws Exception {
    var stream = new FakeStream(1).takingRecordsOf(2 << 20);
    String event = "k:" + "x".repeat(1_500_000);
    try (var producer = open(stream, options().build())) {
      assertThat(producer.put(event).join()).isInstanceOf(Accepted.class);
      assertThat(producer.put(event + event).join())
          .isInstanceOfSatisfying(
              Rejected.class,
              rejected -> assertThat(rejected.message()).contains("2097152").contains("3000004"));
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> open(stream, options().maxRecordBytes(3 << 20).build()))
        .withMessageContaining("maxRecordBytes is 3145728");
  }

  private EventProducer<String> open(FakeStream stream, ProducerOptions options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(options)
        .ticker(ticker)
        .open();
  }

  private static ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(2))
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(Duration.ofHours(24));
  }

  private static ProducerOptionsBuilder kpl() {
    return options().mode(OutputMode.KPL);
  }
}
