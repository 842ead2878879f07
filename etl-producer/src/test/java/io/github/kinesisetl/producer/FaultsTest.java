// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/**
 * The producer through everything that a stream does to it. Each test ends with a balanced ledger.
 */
@Timeout(120)
@SuppressWarnings("EnumOrdinal") // a seed like any other
class FaultsTest {

  static final String STREAM = "clicks";

  /** By the clock of the embedded Kinesis, which a test moves on. */
  static final Duration LASTS = Duration.ofSeconds(30);

  private static final int EVENTS = 6_000;
  private static final Duration LONG = Duration.ofDays(300);
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private final TestTicker ticker = TestTicker.passing();
  private KinesisLocal kinesis;
  private KinesisClient client;
  private KinesisStream stream;

  @BeforeEach
  void start() {
    kinesis = KinesisLocal.start().createStream(STREAM, 2);
    client =
        KinesisClient.builder()
            .endpointOverride(kinesis.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    stream =
        KinesisStream.builder(STREAM)
            .endpointOverride(kinesis.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .open();
  }

  @AfterEach
  void stop() {
    stream.close();
    client.close();
    kinesis.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void put_throughAFault_losesNothingOnceItIsOver(Fault fault) throws Exception {
    var random = new Random(fault.ordinal());
    var ledger = new FaultLedger(client, STREAM, fault.ordinal(), EVENTS);
    try (var producer = open()) {
      for (int i = 0; i < EVENTS; i++) {
        if (i % (EVENTS / 3) == EVENTS / 6) {
          fault.strike(kinesis, random);
        }
        ledger.putNext(producer);
      }
      long unused = producer.flush(Duration.ofMillis(100)); // into the fault
      endFaults();
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
    assertThat(ledger.accepted()).isEqualTo(EVENTS);
    ledger.assertBalanced();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void close_duringAFault_tellsEveryFateAndKeepsWhatItAccepted(Fault fault) throws Exception {
    var random = new Random(fault.ordinal());
    var ledger = new FaultLedger(client, STREAM, fault.ordinal(), EVENTS);
    try (var producer = open()) {
      for (int i = 0; i < EVENTS; i++) {
        if (i % (EVENTS / 3) == EVENTS / 6) {
          fault.strike(kinesis, random);
        }
        ledger.putNext(producer);
      }
    }
    kinesis.faults().clear();
    ledger.assertBalanced();
  }

  @ParameterizedTest
  @CsvSource({"NONE", "AMBIGUOUS_PUTS", "PARTIAL_FAILURES", "CONNECTION_RESETS", "EVERYTHING"})
  void put_whileResharded2To4To2_losesNothingAndKeepsOrder(Fault fault) throws Exception {
    var random = new Random(fault.ordinal());
    var ledger = new FaultLedger(client, STREAM, fault.ordinal(), 3 * EVENTS);
    try (var producer = open()) {
      for (int shards : new int[] {2, 4, 2}) {
        kinesis.faults().clear(); // or they would hit what reshards
        scaleTo(shards);
        fault.strike(kinesis, random);
        for (int i = 0; i < EVENTS; i++) {
          ledger.putNext(producer);
        }
      }
      endFaults();
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(ledger.accepted()).isEqualTo(3 * EVENTS);
    ledger.assertBalanced();
  }

  @ParameterizedTest(name = "every {0}th entry fails")
  @CsvSource({"2", "3", "4", "5", "6", "7", "8"})
  void put_entriesFailAtEveryPosition_isRetriedAlone(int n) throws Exception {
    var ledger = new FaultLedger(client, STREAM, n, EVENTS);
    try (var producer = open()) {
      kinesis.faults().failEveryNthEntry(n);
      for (int i = 0; i < EVENTS; i++) {
        ledger.putNext(producer);
      }
      assertThat(producer.flush(LONG)).isZero();
      assertThat(producer.metrics().entries().retried()).isEqualTo(retriesExpected(producer, n));
    }
    ledger.assertBalanced();
  }

  @Test
  void put_interruptedWhileItWaitsForRoom_keepsTheInterruptAndTakesNothing() throws Exception {
    var ledger = new FaultLedger(client, STREAM, 1, 1_000_000);
    try (var producer =
        EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
            .to(stream)
            .options(options().maxBufferedBytes(1 << 20).build())
            .ticker(ticker)
            .open()) {
      kinesis.faults().failRequestsFor(LASTS);
      Thread.currentThread().interrupt();
      BufferFullException full = null;
      while (full == null) {
        try {
          ledger.putNext(producer);
        } catch (BufferFullException e) {
          full = e;
        }
      }
      assertThat(Thread.interrupted()).as("the thread's interrupt is kept").isTrue();
      endFaults();
      assertThat(producer.flush(LONG)).isZero();
    }
    assertThat(ledger.accepted()).isEqualTo(ledger.put());
    ledger.assertBalanced();
  }

  private static long retriesExpected(EventProducer<String> producer, int n) {
    long accepted = producer.metrics().entries().accepted();
    return (accepted - 1) / (n - 1);
  }

  private void scaleTo(int shards) {
    if (client
            .describeStreamSummary(r -> r.streamName(STREAM))
            .streamDescriptionSummary()
            .openShardCount()
        != shards) {
      client.updateShardCount(r ->
          r.streamName(STREAM).targetShardCount(shards).scalingType(ScalingType.UNIFORM_SCALING));
    }
  }

  /** Faults of a certain time end when the clock says so, the others by command. */
  private void endFaults() {
    kinesis.clock().advance(LASTS);
    kinesis.faults().latency(Duration.ZERO);
    kinesis.faults().clear();
  }

  private EventProducer<String> open() {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream)
        .options(options().build())
        .ticker(ticker)
        .open();
  }

  private static ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(2))
        .initialBackoff(Duration.ofMillis(5))
        .maxAggregateBytes(2 << 10)
        .deliveryTimeout(Duration.ofHours(24))
        .closeTimeout(Duration.ofMillis(50));
  }
}
