// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.stream;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The contract over the embedded Kinesis, by our own request and by the SDK's client. */
@ParameterizedClass
@EnumSource
class KinesisStreamTest extends RecordSenderContract {

  enum Way {
    DIRECT,
    CLIENT
  }

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private final KinesisLocal kinesis = KinesisLocal.start().createStream("orders", 3);
  private final KinesisClient client =
      KinesisClient.builder()
          .endpointOverride(kinesis.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(CREDENTIALS)
          .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD))
          .build();
  private final KinesisStream stream;

  KinesisStreamTest(Way way) {
    stream =
        way == Way.CLIENT
            ? KinesisStream.of(client, "orders")
            : KinesisStream.builder("orders")
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

  @Override
  protected RecordSender sender() {
    return stream;
  }

  @Override
  protected ShardDirectory directory() {
    return stream;
  }

  @Override
  protected List<Entry> stored(String shardId) {
    String iterator =
        client
            .getShardIterator(
                r -> r.streamName("orders").shardId(shardId).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    return client.getRecords(r -> r.shardIterator(iterator)).records().stream()
        .map(record -> new Entry(record.partitionKey(), null, record.data().asByteArray()))
        .toList();
  }

  @Override
  protected void breakDown() {
    kinesis.faults().failRequests(1_000);
  }
}
