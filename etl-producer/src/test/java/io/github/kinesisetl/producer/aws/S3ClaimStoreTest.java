// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutResult.Accepted;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

class S3ClaimStoreTest {

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing"));

  private static KinesisLocal local;
  private static S3Client client;
  private static S3ClaimStore store;

  @BeforeAll
  static void start() {
    local = KinesisLocal.start();
    client =
        S3Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(local.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    client.createBucket(r -> r.bucket("events"));
    store = new S3ClaimStore(client, "events", "claims/");
  }

  @AfterAll
  static void stop() {
    client.close();
    local.close();
  }

  @Test
  void fetch_ofWhatWasStored_givesItBack() throws MalformedFrameException {
    byte[] data = new byte[3 << 20];
    new Random(1).nextBytes(data);
    ClaimCheck claim = ClaimCheck.to(store.store(data), data);
    assertThat(claim.uri()).startsWith("s3://events/claims/").endsWith(claim.sha256());
    assertThat(claim.fits(store.fetch(claim))).isTrue();
    assertThat(store.store(data)).isEqualTo(claim.uri());
  }

  /** From put to reader, over both services of one server. */
  @Test
  void put_eventLargerThanTheStreamTakes_isReadFromS3() throws Exception {
    local.createStream("clicks", 1);
    byte[] large = new byte[2 << 20];
    new Random(2).nextBytes(large);
    try (KinesisStream stream =
            KinesisStream.builder("clicks")
                .endpointOverride(local.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .open();
        EventProducer<byte[]> producer =
            EventProducer.builder(new Bytes(), bytes -> "key")
                .to(stream)
                .options(ProducerOptions.builder().claims(store).build())
                .open()) {
      assertThat(producer.put(large).get()).isInstanceOf(Accepted.class);
    }
    assertThat(read("clicks"))
        .singleElement()
        .isInstanceOfSatisfying(
            Opened.class, opened -> assertThat(opened.record().copyData()).isEqualTo(large));
  }

  private static List<ReadResult> read(String stream) {
    try (KinesisClient kinesis =
            KinesisClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(local.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        RecordReader reader = RecordReader.builder().claims(store).build()) {
      String shard = kinesis.listShards(r -> r.streamName(stream)).shards().get(0).shardId();
      String iterator =
          kinesis
              .getShardIterator(r ->
                  r.streamName(stream)
                      .shardId(shard)
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      return kinesis.getRecords(r -> r.shardIterator(iterator)).records().stream()
          .map(entry -> EventRecord.of(entry.partitionKey(), entry.data().asByteArray()))
          .flatMap(entry -> reader.read(entry).stream())
          .toList();
    }
  }

  @Test
  void fetch_goneOrElsewhere_isMalformed() {
    ClaimCheck gone = ClaimCheck.to("s3://events/claims/none", new byte[1]);
    assertThatThrownBy(() -> store.fetch(gone))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("is gone");
    ClaimCheck elsewhere = ClaimCheck.to("s3://payroll/claims/none", new byte[1]);
    assertThatThrownBy(() -> store.fetch(elsewhere))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("a claim check points elsewhere than to s3://events/claims/");
  }

  @Test
  void store_noSuchBucket_saysSo() {
    var missing = new S3ClaimStore(client, "missing-bucket", "");
    assertThatThrownBy(() -> missing.store(new byte[1]))
        .isInstanceOf(ClaimStoreException.class)
        .hasMessageContaining("cannot store an event of 1 bytes in s3://missing-bucket/");
    ClaimCheck claim = ClaimCheck.to("s3://missing-bucket/x", new byte[1]);
    assertThatThrownBy(() -> missing.fetch(claim)).isInstanceOf(ClaimStoreException.class);
  }

  private static final class Bytes implements Codec<byte[]> {
    @Override
    public void encode(byte[] event, RecordBuffer out) {
      out.write(event);
    }

    @Override
    public byte[] decode(EventRecord record) {
      return record.copyData();
    }
  }
}
