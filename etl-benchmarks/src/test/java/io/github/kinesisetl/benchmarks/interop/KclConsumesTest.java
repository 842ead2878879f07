// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.benchmarks.race.producer.Encoded;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * KCL reads the embedded Kinesis by polling and by enhanced fan-out, both at once with leases in
 * the DynamoDB on the same port, all in one process, while the stream goes from two shards to four
 * and back. Half of the records come through our producer in mode {@code KPL}, so that KCL's
 * workers judge it, too.
 */
@Timeout(600)
class KclConsumesTest {

  private static final String STREAM = "for-kcl";
  private static final int A_WAVE = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void kcl_twoToFourToTwoShards_losesNothing() throws Exception {
    try (var server = KinesisLocal.start().createStream(STREAM, 2);
        var client = client(server);
        var polling = KclConsumer.start(server, STREAM, false);
        var fanOut = KclConsumer.start(server, STREAM, true)) {
      var consumers = List.of(polling, fanOut);
      int sent = 0;
      for (int shards : new int[] {2, 4, 2}) {
        sent = reshardAmid(server, client, shards, sent);
        for (KclConsumer consumer : consumers) {
          consumer.awaitDistinct(sent, PATIENCE);
          assertThat(consumer.seen()).hasSize(sent);
        }
      }
      for (KclConsumer consumer : consumers) {
        assertThat(consumer.seen()).containsAll(numbered(0, sent));
        assertThat(consumer.endedShards()).hasSizeGreaterThanOrEqualTo(4);
      }
    }
  }

  /** Half of a wave lies in the shards before, half in those after. */
  private static int reshardAmid(KinesisLocal server, KinesisClient client, int shards, int sent) {
    put(client, numbered(sent, A_WAVE / 2));
    int now =
        client
            .describeStreamSummary(r -> r.streamName(STREAM))
            .streamDescriptionSummary()
            .openShardCount();
    if (now != shards) {
      client.updateShardCount(
          r -> r.streamName(STREAM).targetShardCount(shards).scalingType("UNIFORM_SCALING"));
    }
    putAggregated(server, numbered(sent + A_WAVE / 2, A_WAVE / 2));
    return sent + A_WAVE;
  }

  private static void putAggregated(KinesisLocal server, List<String> records) {
    var options = ProducerOptions.builder().mode(OutputMode.KPL).maxAggregateBytes(1 << 10).build();
    try (var stream =
            KinesisStream.builder(STREAM)
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .open();
        var producer =
            EventProducer.builder(new Encoded(), EventRecord::partitionKey)
                .to(stream)
                .options(options)
                .open()) {
      for (String record : records) {
        producer.put(EventRecord.of(record, record.getBytes(UTF_8)), PutCallback.NONE);
      }
      assertThat(producer.close(PATIENCE)).isZero();
    }
  }

  private static void put(KinesisClient client, List<String> records) {
    List<PutRecordsRequestEntry> entries =
        records.stream()
            .map(r ->
                PutRecordsRequestEntry.builder()
                    .partitionKey(r)
                    .data(SdkBytes.fromUtf8String(r))
                    .build())
            .toList();
    assertThat(client.putRecords(r -> r.streamName(STREAM).records(entries)).failedRecordCount())
        .isZero();
  }

  private static List<String> numbered(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> "record " + i).toList();
  }

  private static KinesisClient client(KinesisLocal server) {
    return KinesisClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(server.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
