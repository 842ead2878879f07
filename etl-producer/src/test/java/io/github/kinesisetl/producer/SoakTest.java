// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/**
 * One fault after the other, and reshards in between, for as long as {@code -Dsoak=PT10M} says; a
 * few seconds without it. Each round has a stream, a producer and a ledger of its own.
 */
class SoakTest {

  private static final Logger log = LoggerFactory.getLogger(SoakTest.class);
  private static final Duration WITHOUT_A_WORD = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int EVENTS = 30_000;

  @Test
  void put_throughOneFaultAfterTheOther_balancesEveryLedger() throws Exception {
    String asked = System.getProperty("soak", "");
    Duration time = asked.isEmpty() ? WITHOUT_A_WORD : Duration.parse(asked);
    long start = System.nanoTime();
    long seed = 0;
    do {
      round(seed);
      seed++;
      log.warn("soak: {} rounds, {} events each, every ledger balanced", seed, EVENTS);
    } while (System.nanoTime() - start < time.toNanos());
  }

  private static void round(long seed) throws Exception {
    var random = new Random(seed);
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    try (var kinesis = KinesisLocal.start().createStream(FaultsTest.STREAM, 2);
        var client =
            KinesisClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        var stream =
            KinesisStream.builder(FaultsTest.STREAM)
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .open();
        var producer =
            EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
                .to(stream)
                .options(
                    ProducerOptions.builder()
                        .maxAggregateBytes(1 << (10 + random.nextInt(6)))
                        .linger(Duration.ofMillis(random.nextInt(20)))
                        .initialBackoff(Duration.ofMillis(5))
                        .maxInFlightRequests(1 + random.nextInt(6))
                        .build())
                .open()) {
      var ledger = new FaultLedger(client, FaultsTest.STREAM, seed, EVENTS);
      for (int i = 0; i < EVENTS; i++) {
        if (i % 5_000 == 2_500) {
          strike(kinesis, client, random);
        }
        ledger.putNext(producer);
      }
      end(kinesis);
      assertThat(producer.flush(LONG)).as("seed %d", seed).isZero();
      assertThat(producer.metrics().bufferedBytes()).isZero();
      assertThat(ledger.accepted()).isEqualTo(EVENTS);
      ledger.assertBalanced();
    }
  }

  private static void strike(KinesisLocal kinesis, KinesisClient client, Random random) {
    end(kinesis);
    if (random.nextBoolean()) {
      int open =
          client
              .describeStreamSummary(r -> r.streamName(FaultsTest.STREAM))
              .streamDescriptionSummary()
              .openShardCount();
      int target = open == 2 ? 4 : 2;
      client.updateShardCount(r ->
          r.streamName(FaultsTest.STREAM)
              .targetShardCount(target)
              .scalingType(ScalingType.UNIFORM_SCALING));
    }
    Fault[] faults = Fault.values();
    faults[random.nextInt(faults.length)].strike(kinesis, random);
  }

  private static void end(KinesisLocal kinesis) {
    kinesis.clock().advance(FaultsTest.LASTS);
    kinesis.faults().latency(Duration.ZERO);
    kinesis.faults().clear();
  }
}
