// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What every way to a stream does alike. */
@ParameterizedClass
@EnumSource(StreamContractTest.Way.class)
class StreamContractTest {

  enum Way {
    DIRECT,
    SYNC_CLIENT,
    ASYNC_CLIENT
  }

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private final Way way;
  private final KinesisLocal kinesis = KinesisLocal.start().createStream("orders", 3);
  private final KinesisClient client =
      KinesisClient.builder()
          .endpointOverride(kinesis.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(CREDENTIALS)
          .httpClient(UrlConnectionHttpClient.create())
          .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();
  private final KinesisAsyncClient async =
      KinesisAsyncClient.builder()
          .endpointOverride(kinesis.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(CREDENTIALS)
          .httpClient(NettyNioAsyncHttpClient.create())
          .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();

  StreamContractTest(Way way) {
    this.way = way;
  }

  @AfterEach
  void stop() {
    async.close();
    client.close();
    kinesis.close();
  }

  @Test
  void send_entries_storesKeyHashKeyAndBytesAndTellsWhere() {
    var random = new Random(1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] array = new byte[random.nextInt(5_000)];
      random.nextBytes(array);
      HashKey hashKey = i % 2 == 0 ? null : new HashKey(random.nextLong(), random.nextLong());
      entries.add(new Entry("kéy-" + i, hashKey, array, array.length / 2));
    }
    try (KinesisStream stream = open("orders")) {
      List<EntryResult> results = stream.send(entries);
      assertThat(results).hasSize(500).allMatch(Stored.class::isInstance);
      for (OpenShard shard : stream.openShards()) {
        List<Entry> here = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          if (((Stored) results.get(i)).shardId().equals(shard.shardId())) {
            here.add(entries.get(i));
          }
        }
        assertThat(stored(shard.shardId()))
            .containsExactlyElementsOf(here.stream().map(StreamContractTest::show).toList());
      }
    }
  }

  @Test
  void open_byArn_sendsListsAndDescribes() {
    String arn =
        client
            .describeStreamSummary(r -> r.streamName("orders"))
            .streamDescriptionSummary()
            .streamARN();
    try (KinesisStream stream = open(arn)) {
      assertThat(stream.send(List.of(entry("a")))).first().isInstanceOf(Stored.class);
      assertThat(stream.openShards()).hasSize(3);
      assertThat(stream.traits().distribution()).isEqualTo(Distribution.USER_PARTITION_KEY);
    }
  }

  @Test
  void send_partialFailureAndThrottling_isToldEntryByEntry() {
    try (KinesisStream stream = open("orders")) {
      kinesis.faults().failEveryNthEntry(2);
      List<EntryResult> results = stream.send(List.of(entry("a"), entry("b")));
      assertThat(results.get(0)).isInstanceOf(Stored.class);
      assertFailed(results, 1, "InternalFailure", FailureKind.TRANSIENT, false);
      kinesis.faults().clear();
      stream
          .openShards()
          .forEach(shard -> kinesis.faults().throttleShard("orders", shard.shardId()));
      List<EntryResult> throttled = stream.send(List.of(entry("a")));
      assertFailed(
          throttled, 0, "ProvisionedThroughputExceededException", FailureKind.THROTTLED, false);
    }
  }

  private static void assertFailed(
      List<EntryResult> results, int index, String code, FailureKind kind, boolean isOfRequest) {
    assertThat(results.get(index))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.errorCode()).isEqualTo(code);
              assertThat(failed.kind()).isEqualTo(kind);
              assertThat(failed.isOfRequest()).isEqualTo(isOfRequest);
              assertThat(failed.message()).isNotEmpty();
            });
  }

  @Test
  void send_requestThatFailsAsAWhole_failsEachEntryByKind() {
    try (KinesisStream stream = open("orders");
        KinesisStream nowhere = open("nowhere")) {
      List<EntryResult> refused = nowhere.send(List.of(entry("a"), entry("b")));
      assertFailed(refused, 0, "ResourceNotFoundException", FailureKind.ACCOUNT_REFUSED, true);
      assertFailed(refused, 1, "ResourceNotFoundException", FailureKind.ACCOUNT_REFUSED, true);
      kinesis.faults().failRequests(1);
      List<EntryResult> failed = stream.send(List.of(entry("a")));
      assertFailed(failed, 0, "InternalFailure", FailureKind.TRANSIENT, true);
      kinesis.faults().resetAnswers(1);
      assertThat(((Failed) stream.send(List.of(entry("a"))).get(0)).kind())
          .isEqualTo(FailureKind.TRANSIENT);
      assertThat(stream.send(List.of(entry("a")))).first().isInstanceOf(Stored.class);
    }
  }

  @Test
  void openShards_ofALargeStream_readsEveryPage() {
    kinesis.createStream("wide", 1_500);
    try (KinesisStream stream = open("wide")) {
      assertThat(stream.openShards()).hasSize(1_500);
    }
  }

  @Test
  void traits_tellTheLargestRecordAndHowRecordsAreDistributed() {
    client.updateMaxRecordSize(r -> r.streamARN(arn()).maxRecordSizeInKiB(2_048));
    try (KinesisStream stream = open("orders");
        KinesisStream nowhere = open("nowhere")) {
      assertThat(stream.traits().maxRecordBytes()).isEqualTo(2 << 20);
      assertThat(stream.traits().distribution()).isEqualTo(Distribution.USER_PARTITION_KEY);
      assertThatIllegalStateException()
          .isThrownBy(nowhere::traits)
          .withMessageContaining("nowhere");
      assertThatIllegalStateException()
          .isThrownBy(nowhere::openShards)
          .withMessageContaining("nowhere");
    }
  }

  private String arn() {
    return client
        .describeStreamSummary(r -> r.streamName("orders"))
        .streamDescriptionSummary()
        .streamARN();
  }

  private KinesisStream open(String name) {
    return switch (way) {
      case SYNC_CLIENT -> KinesisStream.of(client, name);
      case ASYNC_CLIENT -> KinesisStream.of(async, name);
      case DIRECT ->
          KinesisStream.builder(name)
              .endpointOverride(kinesis.endpoint())
              .region(Region.US_EAST_1)
              .credentialsProvider(CREDENTIALS)
              .open();
    };
  }

  private List<String> stored(String shardId) {
    String iterator =
        client
            .getShardIterator(
                r -> r.streamName("orders").shardId(shardId).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    return client.getRecords(r -> r.shardIterator(iterator)).records().stream()
        .map(record -> show(new Entry(record.partitionKey(), null, record.data().asByteArray())))
        .toList();
  }

  private static String show(Entry entry) {
    return entry.partitionKey() + Arrays.hashCode(entry.copyData());
  }

  private static Entry entry(String key) {
    return new Entry(key, null, key.getBytes(UTF_8));
  }
}
