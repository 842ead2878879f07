// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.local.KinesisLocal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Processes that put durably are killed by SIGKILL at random points, again and again, while the
 * stream refuses entries: no event that {@code put} took is lost, no key's order is inverted, and
 * what is stored twice has equal ids.
 */
@Timeout(240)
class KillTest {

  private static final int SHARDS = 2;
  private static final int PRODUCERS = 2;
  private static final int MAX_DOTS = 25;
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing"));

  private static KinesisLocal kinesis;
  private static ChildClasses classes;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    classes = ChildClasses.in(directory);
    kinesis = KinesisLocal.builder().enforceLimits(false).start();
    kinesis.faults().latency(Duration.ofMillis(2));
    kinesis.faults().failEveryNthEntry(4);
    kinesis.createStream("archived", 1);
    assertThat(start(classes.archiving(), "archived", directory, -1).waitFor()).isZero();
  }

  @AfterAll
  static void stop() {
    kinesis.close();
  }

  /**
   * Two producers at a time, as there are two processors. Six kills here; {@code -Dkill.rounds=60}
   * is the full size, {@code -Dkill.rounds=1000} a night.
   */
  @Test
  void put_killedInEachOfManyRounds_losesNothingAndInvertsNothing(@TempDir Path root)
      throws Exception {
    int rounds = Integer.getInteger("kill.rounds", 6) / PRODUCERS;
    ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
    try {
      List<Future<@Nullable Void>> done = new ArrayList<>();
      for (int seed = 0; seed < PRODUCERS; seed++) {
        Path directory = Files.createDirectory(root.resolve("producer-" + seed));
        int itsSeed = seed;
        done.add(producers.submit(() -> killOften(itsSeed, rounds, directory)));
      }
      for (Future<@Nullable Void> each : done) {
        each.get();
      }
    } finally {
      producers.shutdownNow();
    }
  }

  private static @Nullable Void killOften(int seed, int rounds, Path directory) throws Exception {
    String stream = "killed-" + seed;
    kinesis.createStream(stream, SHARDS);
    var random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      kill(start(stream, directory, round), random.nextInt(MAX_DOTS));
    }
    Process last = start(stream, directory, -1);
    assertThat(last.waitFor()).isZero();
    Set<String> taken = taken(directory.resolve("ledger"), rounds);
    assertThat(taken).hasSizeGreaterThan(rounds);
    assertComplete(read(stream), taken);
    return null;
  }

  /** Kills a child after so many dots; at 0 it may not even have opened its log. */
  private static void kill(Process child, int dots) throws Exception {
    InputStream out = child.getInputStream();
    for (int seen = 0; seen < dots; seen++) {
      assertThat(out.read()).as("a dot").isEqualTo('.');
    }
    child.destroyForcibly();
    assertThat(child.waitFor()).as("SIGKILL").isEqualTo(128 + 9);
  }

  private static Process start(String stream, Path directory, int round) throws IOException {
    return start(classes.archived(), stream, directory, round);
  }

  private static Process start(List<String> options, String stream, Path directory, int round)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    command.addAll(options);
    command.addAll(
        List.of(
            CrashingChild.class.getName(),
            kinesis.endpoint().toString(),
            stream,
            directory.resolve("spool").toString(),
            directory.resolve("ledger").toString(),
            Integer.toString(round)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What put had taken, by the ledger, when its process was killed. */
  private static Set<String> taken(Path ledger, int rounds) throws IOException {
    ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(ledger));
    Set<String> taken = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      for (int key = 0; key < CrashingChild.KEYS; key++) {
        int at = (round * CrashingChild.KEYS + key) * Integer.BYTES;
        int count = at < counts.limit() ? counts.getInt(at) : 0;
        for (int number = 0; number < count; number++) {
          taken.add("key%d:%04d:%06d".formatted(key, round, number));
        }
      }
    }
    return taken;
  }

  private static void assertComplete(List<EventRecord> records, Set<String> taken) {
    Map<EventId, String> byId = new LinkedHashMap<>();
    for (EventRecord record : records) {
      EventId id = record.id();
      assertThat(id).isNotNull();
      String known = byId.putIfAbsent(id, text(record));
      assertThat(known == null || known.equals(text(record))).as("one event an id").isTrue();
    }
    assertThat(byId.values()).as("one id an event").doesNotHaveDuplicates();
    Set<String> lost = new HashSet<>(taken);
    lost.removeAll(byId.values());
    assertThat(lost).as("lost").isEmpty();
    Map<String, String> lastByKey = new HashMap<>();
    for (String text : byId.values()) {
      String last = lastByKey.put(text.substring(0, text.indexOf(':')), text);
      assertThat(last == null || last.compareTo(text) < 0).as("%s, %s", last, text).isTrue();
    }
  }

  private static List<EventRecord> read(String stream) {
    List<EventRecord> records = new ArrayList<>();
    try (KinesisClient client =
            KinesisClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      for (Shard shard : client.listShards(r -> r.streamName(stream)).shards()) {
        readShard(client, stream, shard.shardId(), reader, records);
      }
    }
    return records;
  }

  private static void readShard(
      KinesisClient client,
      String stream,
      String shard,
      RecordReader reader,
      List<EventRecord> records) {
    String iterator =
        client
            .getShardIterator(r ->
                r.streamName(stream)
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
          .map(ReadResult::record)
          .forEach(records::add);
      iterator = page.nextShardIterator();
      behind = page.millisBehindLatest();
    }
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }
}
