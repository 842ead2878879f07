// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The producer over the AWS SDK against the embedded Kinesis, with its faults. */
@Timeout(120)
class KinesisStreamTest {

  record Click(String user, int number) {}

  private static final String STREAM = "clicks";
  private static final int EVENTS = 20_000;

  private final TestTicker ticker = TestTicker.passing();
  private KinesisLocal kinesis;
  private KinesisClient client;

  @BeforeEach
  void start() {
    kinesis = KinesisLocal.builder().enforceLimits(false).start().createStream(STREAM, 2);
    client =
        KinesisClient.builder()
            .endpointOverride(kinesis.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    kinesis.close();
  }

  @Test
  void put_whileResharded2To4To2_losesNothing() throws Exception {
    try (var producer = open(STREAM)) {
      for (int i = 0; i < EVENTS; i++) {
        if (i == EVENTS / 3) {
          client.updateShardCount(
              r -> r.streamName(STREAM).targetShardCount(4).scalingType("UNIFORM_SCALING"));
        } else if (i == 2 * EVENTS / 3) {
          client.updateShardCount(
              r -> r.streamName(STREAM).targetShardCount(2).scalingType("UNIFORM_SCALING"));
        }
        producer.put(new Click("user" + i % 100, i), PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
    }
    assertThat(readAll()).hasSize(EVENTS);
  }

  @Test
  void put_throughFaults_deliversEveryEventAndIdsRevealDuplicates() throws Exception {
    try (var producer = open(STREAM)) {
      kinesis.faults().failEveryNthEntry(5);
      kinesis.faults().failRequests(3);
      kinesis.faults().resetAnswers(2);
      kinesis.faults().loseAnswers(2);
      for (int i = 0; i < EVENTS; i++) {
        producer.put(new Click("user" + i % 100, i), PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
      assertThat(producer.metrics().events().rejected()).isZero();
    }
    assertThat(readAll()).hasSize(EVENTS);
  }

  @Test
  void put_toAThrottledShard_slowsThatShardAndDeliversLater() throws Exception {
    kinesis.faults().throttleShard(STREAM, "shardId-000000000000");
    try (var producer = open(STREAM)) {
      long ofTheOtherShard = 0;
      for (int i = 0; i < 1_000; i++) {
        producer.put(new Click("user" + i, i), PutCallback.NONE);
        ofTheOtherShard += HashKey.ofPartitionKey("user" + i).high() < 0 ? 1 : 0;
      }
      while (producer.metrics().events().accepted() < ofTheOtherShard
          || producer.metrics().entries().throttled() == 0) {
        Thread.onSpinWait();
      }
      assertThat(ofTheOtherShard).isBetween(300L, 700L);
      assertThat(producer.metrics().events().accepted()).isEqualTo(ofTheOtherShard);
      kinesis.faults().unthrottleShard(STREAM, "shardId-000000000000");
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
      assertThat(producer.metrics().entries().throttled()).isPositive();
    }
    assertThat(readAll()).hasSize(1_000);
  }

  @Test
  void open_missingStream_namesIt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> open("nowhere"))
        .withMessageContaining("nowhere");
  }

  @Test
  void put_afterTheStreamWasDeleted_isRejectedAtOnce() throws Exception {
    try (var producer = open(STREAM)) {
      assertThat(producer.put(new Click("a", 1)).get()).isInstanceOf(Accepted.class);
      client.deleteStream(r -> r.streamName(STREAM));
      assertThat(producer.put(new Click("a", 2)).get())
          .isInstanceOfSatisfying(
              Rejected.class,
              rejected -> {
                assertThat(rejected.errorCode()).isEqualTo("ResourceNotFoundException");
                assertThat(rejected.kind()).isEqualTo(FailureKind.ACCOUNT_REFUSED);
                assertThat(rejected.message())
                    .startsWith("the stream refused the entry: ResourceNotFoundException: ")
                    .contains(STREAM);
              });
    }
  }

  private EventProducer<Click> open(String streamName) {
    return EventProducer.builder(JsonCodec.of(Click.class), Click::user)
        .to(KinesisStream.of(client, streamName))
        .options(
            ProducerOptions.builder()
                .linger(Duration.ofMillis(5))
                .initialBackoff(Duration.ofMillis(5))
                .maxAggregateBytes(8 << 10)
                .deliveryTimeout(Duration.ofHours(24))
                .build())
        .ticker(ticker)
        .open();
  }

  /** All numbers on the stream, after duplicates are dropped by id. */
  private Set<Integer> readAll() throws Exception {
    Map<EventId, Integer> byId = new HashMap<>();
    JsonCodec<Click> codec = JsonCodec.of(Click.class);
    try (RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
        for (EventRecord entry : entries(shard.shardId())) {
          for (ReadResult result : reader.read(entry)) {
            EventId id = result.record().id();
            assertThat(id).isNotNull();
            Integer before = byId.put(id, codec.decode(result.record()).number());
            assertThat(before).isIn(null, byId.get(id));
          }
        }
      }
    }
    Set<Integer> numbers = new HashSet<>(byId.values());
    assertThat(numbers).hasSameSizeAs(byId.keySet());
    return numbers;
  }

  private List<EventRecord> entries(String shardId) {
    String iterator =
        client
            .getShardIterator(r ->
                r.streamName(STREAM)
                    .shardId(shardId)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    var response = client.getRecords(r -> r.shardIterator(iterator).limit(10_000));
    assertThat(response.millisBehindLatest()).isZero();
    return response.records().stream()
        .map(record -> EventRecord.of(record.partitionKey(), record.data().asByteArray()))
        .toList();
  }
}
