// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult.Accepted;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;

/** KPL's own native daemon puts on the embedded Kinesis. */
@Timeout(240)
class DaemonTest {

  private static final String STREAM = "clicks";
  private static final int EVENTS = 20_000;
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  @Test
  void put_throughTheDaemon_storesEveryEventOnce() throws Exception {
    assumeTrue(kplHasADaemonForThisMachine(), "KPL has no daemon for this machine");
    try (var kinesis = KinesisLocal.start().createStream(STREAM, 1);
        EventProducer<String> producer = open(kinesis)) {
      assertThat(producer.put("first").get()).isInstanceOf(Accepted.class);
      for (int i = 0; i < EVENTS; i++) {
        producer.put("event " + i, PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofMinutes(3))).isZero();
      assertThat(producer.metrics().events().accepted()).isEqualTo(EVENTS + 1);
      Set<String> expected =
          IntStream.range(0, EVENTS).mapToObj(i -> "event " + i).collect(Collectors.toSet());
      expected.add("first");
      assertThat(readAll(kinesis)).isEqualTo(expected);
    }
  }

  private static EventProducer<String> open(KinesisLocal kinesis) {
    var configuration =
        new KinesisProducerConfiguration()
            .setKinesisEndpoint(kinesis.tlsEndpoint().getHost())
            .setKinesisPort(kinesis.tlsEndpoint().getPort())
            .setStsEndpoint("127.0.0.1")
            .setStsPort(1) // closed: the daemon does not call it with keys like ours
            .setVerifyCertificate(false)
            .setCredentialsProvider(CREDENTIALS)
            .setRegion(kinesis.region())
            .setMetricsLevel("none")
            .setRequestTimeout(30_000)
            .setRecordTtl(180_000);
    return KplEventProducer.open(
        new Text(),
        text -> "key" + text.length(),
        STREAM,
        configuration,
        ProducerOptions.builder().maxBufferedBytes(4 << 20).build());
  }

  private static Set<String> readAll(KinesisLocal kinesis) {
    Set<String> events = new HashSet<>();
    try (KinesisClient client =
            KinesisClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.of(kinesis.region()))
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        var reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      String shard = client.listShards(r -> r.streamName(STREAM)).shards().get(0).shardId();
      String iterator =
          client
              .getShardIterator(r ->
                  r.streamName(STREAM)
                      .shardId(shard)
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      long behind = 1;
      while (behind > 0) {
        String position = iterator;
        var page = client.getRecords(r -> r.shardIterator(position));
        page.records().stream()
            .map(entry -> EventRecord.of(entry.partitionKey(), entry.data().asByteArray()))
            .flatMap(entry -> reader.read(entry).stream())
            .forEach(result -> events.add(new String(result.record().copyData(), UTF_8)));
        iterator = page.nextShardIterator();
        behind = page.millisBehindLatest();
      }
    }
    return events;
  }

  private static boolean kplHasADaemonForThisMachine() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    return (intel || arm) && (os.startsWith("linux") || os.startsWith("mac"));
  }

  private static final class Text implements Codec<String> {
    @Override
    public void encode(String event, RecordBuffer out) {
      out.write(event.getBytes(UTF_8));
    }

    @Override
    public String decode(EventRecord record) {
      return new String(record.copyData(), UTF_8);
    }
  }
}
