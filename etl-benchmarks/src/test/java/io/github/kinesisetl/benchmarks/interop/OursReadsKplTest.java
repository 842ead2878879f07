// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.local.KinesisLocal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** Our reader opens what KPL's own native daemon wrote to the embedded Kinesis. */
@Timeout(240)
class OursReadsKplTest {

  private static final String STREAM = "from-kpl";
  private static final int RECORDS = 50_000;
  private static final int KEYS = 23;
  private static final String FIRST = "the first";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  @Test
  void read_ofWhatTheDaemonAggregated_givesEveryRecordOnceWithItsKey() throws Exception {
    assumeTrue(kplHasADaemonForThisMachine(), "KPL has no daemon for this machine");
    try (var kinesis = KinesisLocal.start().createStream(STREAM, 2)) {
      Map<String, String> keysByData = put(kinesis);

      List<Record> entries = readAll(kinesis);

      assertThat(entries).as("entries hold more than one record").hasSizeLessThan(RECORDS / 10);
      List<EventRecord> records = opened(entries);
      Map<String, String> read = new HashMap<>();
      records.forEach(record -> read.put(text(record), record.partitionKey()));
      assertThat(read).isEqualTo(keysByData);
      assertThat(records).hasSameSizeAs(keysByData.keySet());
    }
  }

  private static boolean kplHasADaemonForThisMachine() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    return (intel || arm) && (os.startsWith("linux") || os.startsWith("mac"));
  }

  /** The first record alone: what KPL takes before it knows the shards, it does not aggregate. */
  private static Map<String, String> put(KinesisLocal kinesis) throws Exception {
    var kpl = new KinesisProducer(configuration(kinesis));
    try {
      Map<String, String> keysByData = new HashMap<>();
      keysByData.put(FIRST, "key");
      settled(kpl.addUserRecord(STREAM, "key", bytes(FIRST)));
      List<Future<UserRecordResult>> results = new ArrayList<>(RECORDS);
      for (int i = 0; i < RECORDS; i++) {
        String key = "schlüssel-" + i % KEYS;
        String data = "record " + i;
        keysByData.put(data, key);
        results.add(kpl.addUserRecord(STREAM, key, bytes(data)));
      }
      kpl.flush();
      for (Future<UserRecordResult> result : results) {
        settled(result);
      }
      return keysByData;
    } finally {
      kpl.destroy();
    }
  }

  private static void settled(Future<UserRecordResult> result) throws Exception {
    assertThat(result.get(180, TimeUnit.SECONDS).isSuccessful()).isTrue();
  }

  private static KinesisProducerConfiguration configuration(KinesisLocal kinesis) {
    return new KinesisProducerConfiguration()
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
  }

  private static List<Record> readAll(KinesisLocal kinesis) {
    try (KinesisClient client =
        KinesisClient.builder()
            .endpointOverride(kinesis.endpoint())
            .region(Region.of(kinesis.region()))
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      List<Record> entries = new ArrayList<>();
      for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
        readShard(client, shard, entries);
      }
      return entries;
    }
  }

  private static void readShard(KinesisClient client, Shard shard, List<Record> entries) {
    String iterator =
        client
            .getShardIterator(r ->
                r.streamName(STREAM)
                    .shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    GetRecordsResponse page;
    do {
      String position = iterator;
      page = client.getRecords(r -> r.shardIterator(position));
      entries.addAll(page.records());
      iterator = page.nextShardIterator();
    } while (page.millisBehindLatest() > 0);
  }

  private static List<EventRecord> opened(List<Record> entries) {
    try (var reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      List<EventRecord> records = new ArrayList<>();
      for (Record entry : entries) {
        List<ReadResult> results =
            reader.read(EventRecord.of(entry.partitionKey(), entry.data().asByteArray()));
        assertThat(results).hasOnlyElementsOfType(ReadResult.Opened.class);
        results.forEach(result -> records.add(result.record()));
      }
      return records;
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(EventRecord record) {
    return new String(record.array(), record.offset(), record.sizeBytes(), UTF_8);
  }
}
