// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kinesisetl.benchmarks.race.producer.Encoded;
import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * What the producer puts, read by strangers: KCL's deaggregator with each shard's range, as KCL
 * calls it, and the forty lines of Python that docs/wire-format.md shows.
 */
@Timeout(120)
class ProducerWitnessTest {

  private static final String STREAM = "witnessed";
  private static final int EVENTS = 30_000;

  /** Does for many files what the page's program does for one. */
  private static final String READ_ALL =
      """
      import sys
      sys.path.insert(0, "../docs")
      from read_dense import records, unzstd
      for name in sys.stdin:
          for key, event_id, payload in records(unzstd(open(name.strip(), "rb").read())):
              print(key, event_id, payload.decode(), sep="\\t")
      """;

  @TempDir private Path folder;

  @Test
  void kcl_readsEveryEventOfKplMode_thoughTheStreamIsResharded() throws Exception {
    try (var kinesis = KinesisLocal.start().createStream(STREAM, 2);
        var client = client(kinesis)) {
      EventPool events = put(kinesis, client, OutputMode.KPL);
      Map<String, List<String>> readByKey = new HashMap<>();
      for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
        for (Record entry : entriesOf(client, shard.shardId())) {
          read(entry.data().asByteArray(), shard)
              .forEach(record ->
                  readByKey
                      .computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                      .add(UTF_8.decode(record.data()).toString()));
        }
      }
      assertSame(events, readByKey);
    }
  }

  @Test
  void python_readsEveryEventOfDenseMode() throws Exception {
    assumeTrue(isThere("zstd") && isThere("python3"), "there is no zstd or no python3 here");
    try (var kinesis = KinesisLocal.start().createStream(STREAM, 2);
        var client = client(kinesis)) {
      EventPool events = put(kinesis, client, OutputMode.DENSE);
      Map<String, List<String>> readByKey = new HashMap<>();
      Set<String> ids = new HashSet<>();
      for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
        for (String line : readByPython(entriesOf(client, shard.shardId()))) {
          String[] fields = line.split("\t", 3);
          if (ids.add(fields[1])) { // what a reshard sent astray is put again
            readByKey.computeIfAbsent(fields[0], key -> new ArrayList<>()).add(fields[2]);
          }
        }
      }
      assertSame(events, readByKey);
    }
  }

  /** Reshards in the middle where KCL reads, which drops what a shard does not own. */
  private static EventPool put(KinesisLocal kinesis, KinesisClient client, OutputMode mode)
      throws Exception {
    EventPool events = EventPool.of("small");
    var options =
        ProducerOptions.builder()
            .mode(mode)
            .maxAggregateBytes(20_000)
            .linger(Duration.ofMillis(5))
            .build();
    try (var stream =
            KinesisStream.builder(STREAM)
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .open();
        var producer =
            EventProducer.builder(new Encoded(), EventRecord::partitionKey)
                .to(stream)
                .options(options)
                .open()) {
      for (int i = 0; i < EVENTS; i++) {
        if (mode == OutputMode.KPL && i == EVENTS / 2) {
          assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
          client.updateShardCount(r ->
              r.streamName(STREAM).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
        }
        producer.put(events.at(i), PutCallback.NONE);
      }
      assertThat(producer.close(Duration.ofSeconds(60))).isZero();
    }
    return events;
  }

  /** Each key's events are all there, in order, once. */
  private static void assertSame(EventPool events, Map<String, List<String>> readByKey) {
    Map<String, List<String>> expected = new HashMap<>();
    IntStream.range(0, EVENTS)
        .mapToObj(events::at)
        .forEach(event ->
            expected
                .computeIfAbsent(event.partitionKey(), key -> new ArrayList<>())
                .add(new String(event.copyData(), UTF_8)));
    assertThat(readByKey).isEqualTo(expected);
  }

  private static List<KinesisClientRecord> read(byte[] data, Shard shard) {
    return new AggregatorUtil()
        .deaggregate(
            List.of(clientRecord(data)),
            new BigInteger(shard.hashKeyRange().startingHashKey()),
            new BigInteger(shard.hashKeyRange().endingHashKey()));
  }

  private static KinesisClientRecord clientRecord(byte[] data) {
    return KinesisClientRecord.builder()
        .data(ByteBuffer.wrap(data))
        .partitionKey("any")
        .sequenceNumber("1")
        .build();
  }

  /** One process for all entries, since it takes longer to start than to read. */
  private List<String> readByPython(List<Record> entries) throws Exception {
    List<String> files = new ArrayList<>();
    for (Record entry : entries) {
      Path file = folder.resolve("entry-" + files.size());
      files.add(Files.write(file, entry.data().asByteArray()).toString());
    }
    Path names = Files.write(folder.resolve("names"), files);
    Path lines = folder.resolve("lines");
    Process python =
        new ProcessBuilder("python3", "-B", "-c", READ_ALL)
            .redirectInput(names.toFile())
            .redirectOutput(lines.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(python.waitFor()).isZero();
    return Files.readAllLines(lines);
  }

  private boolean isThere(String program) throws InterruptedException {
    try {
      File output = folder.resolve("version").toFile();
      return new ProcessBuilder(program, "--version").redirectOutput(output).start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static List<Record> entriesOf(KinesisClient client, String shardId) {
    List<Record> entries = new ArrayList<>();
    String iterator =
        client
            .getShardIterator(
                r -> r.streamName(STREAM).shardId(shardId).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    while (iterator != null) {
      String position = iterator;
      GetRecordsResponse page = client.getRecords(r -> r.shardIterator(position));
      entries.addAll(page.records());
      iterator =
          page.records().isEmpty() && page.millisBehindLatest() == 0
              ? null
              : page.nextShardIterator();
    }
    return entries;
  }

  private static KinesisClient client(KinesisLocal kinesis) {
    return KinesisClient.builder()
        .endpointOverride(kinesis.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
