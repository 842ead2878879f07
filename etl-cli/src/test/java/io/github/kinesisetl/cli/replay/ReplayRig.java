// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.sqs.SqsService;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.sinks.KinesisSink;
import io.github.kinesisetl.sinks.S3Sink;
import io.github.kinesisetl.sinks.SqsDeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assertions;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A server with the places that letters lie in, the three sinks, and a stream to put back on. */
final class ReplayRig implements AutoCloseable {

  static final String TARGET = "events";
  static final String LETTERS = "letters";
  static final S3Sink.Location CLAIMS = new S3Sink.Location("claims", "large/");
  static final S3Sink.Location LAKE = new S3Sink.Location("lake", "dead/");

  final KinesisLocal local = KinesisLocal.start().createStream(TARGET, 2).createStream(LETTERS, 2);
  final S3Client s3 = client(S3Client.builder()).forcePathStyle(true).build();
  final SqsClient sqs = client(SqsClient.builder()).build();
  final KinesisClient kinesis = client(KinesisClient.builder()).build();
  final String queueUrl = local.endpoint() + "/000000000000/" + LETTERS;

  ReplayRig() {
    local.service(SqsService.class).createQueue(LETTERS);
    local.service(S3Service.class).createBucket(CLAIMS.bucket()).createBucket(LAKE.bucket());
  }

  /** Letters of a seed, of mixed sizes and bytes, under some keys in turn. */
  static List<DeadLetter> letters(long seed, int count, int keys) {
    var random = new Random(seed);
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      letters.add(letter("key" + i % keys, bytes));
    }
    return letters;
  }

  /** Letters whose bytes are numbers, to see their order. */
  static List<DeadLetter> numbered(int from, int to, int keys) {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = from; i < to; i++) {
      letters.add(letter("key" + i % keys, Integer.toString(i).getBytes(UTF_8)));
    }
    return letters;
  }

  static DeadLetter letter(String key, byte[] bytes) {
    return letter("validate", "/price: missing", key, bytes);
  }

  static DeadLetter letter(String stage, String reason, String key, byte[] bytes) {
    return new DeadLetter(
        stage,
        reason,
        new RecordPosition("shardId-000000000000", "1", 0),
        EventRecord.of(key, bytes));
  }

  void writeToQueue(List<DeadLetter> letters) {
    var sink = new SqsDeadLetters(() -> sqs, queueUrl, () -> s3, CLAIMS);
    complete(sink.write(letters));
  }

  void writeToBucket(List<DeadLetter> letters, Compressor compressor) {
    try (var sink = new S3Sink<>(() -> s3, LAKE, new DeadLetterCodec(), letter -> "", compressor)) {
      complete(sink.write(letters));
    }
  }

  void writeToStream(List<DeadLetter> letters) {
    try (KinesisStream stream = KinesisStream.of(kinesis, LETTERS);
        EventProducer<DeadLetter> producer =
            EventProducer.builder(
                    new DeadLetterCodec(), (DeadLetter letter) -> letter.record().partitionKey())
                .to(stream)
                .open()) {
      complete(new KinesisSink<>(producer, Duration.ofSeconds(30)).write(letters));
    }
  }

  void putObject(String key, byte[] bytes) {
    s3.putObject(
        r -> r.bucket(LAKE.bucket()).key(LAKE.prefix() + key), RequestBody.fromBytes(bytes));
  }

  DeadLetterSource queue() {
    return DeadLetterSource.ofQueue(sqs, queueUrl, s3, CLAIMS, now());
  }

  DeadLetterSource bucket() {
    return DeadLetterSource.ofBucket(s3, LAKE, now());
  }

  DeadLetterSource stream() {
    return DeadLetterSource.ofStream(kinesis, LETTERS, null, now());
  }

  Instant now() {
    return local.clock().instant();
  }

  /** Replays a source with the defaults, and closes it. */
  ReplayReport replay(DeadLetterSource source) throws InterruptedException {
    try (KinesisStream target = target()) {
      return replay(Replay.from(source).to(target), source);
    }
  }

  ReplayReport replay(Replay.Builder replay, DeadLetterSource source) throws InterruptedException {
    try (source) {
      return replay.build().run();
    }
  }

  KinesisStream target() {
    return KinesisStream.of(kinesis, TARGET);
  }

  List<String> messages() {
    return local.service(SqsService.class).bodies(LETTERS);
  }

  List<String> objects() {
    return s3.listObjectsV2Paginator(r -> r.bucket(LAKE.bucket())).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** All that lies on the target, shard by shard. */
  List<EventRecord> stored() {
    List<EventRecord> stored = new ArrayList<>();
    for (String shardId : ShardLineage.parentsFirst(kinesis, TARGET)) {
      stored.addAll(stored(shardId));
    }
    return stored;
  }

  /** The payloads of a shard of the target, as text. */
  List<String> texts(String shardId) {
    return stored(shardId).stream().map(record -> new String(record.copyData(), UTF_8)).toList();
  }

  private List<EventRecord> stored(String shardId) {
    List<EventRecord> stored = new ArrayList<>();
    String iterator =
        kinesis
            .getShardIterator(
                r -> r.streamName(TARGET).shardId(shardId).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    boolean hasMore = true;
    while (hasMore) {
      String from = iterator;
      GetRecordsResponse answer = kinesis.getRecords(r -> r.shardIterator(from));
      answer
          .records()
          .forEach(r -> stored.add(EventRecord.of(r.partitionKey(), r.data().asByteArray())));
      iterator = answer.nextShardIterator();
      hasMore = iterator != null && answer.millisBehindLatest() > 0;
    }
    return stored;
  }

  /** The payloads of each key in their order, as text. */
  static Map<String, List<String>> byKey(List<EventRecord> records) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (EventRecord record : records) {
      byKey
          .computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
          .add(new String(record.copyData(), UTF_8));
    }
    return byKey;
  }

  static Map<String, List<String>> keys(List<DeadLetter> letters) {
    return byKey(letters.stream().map(DeadLetter::record).toList());
  }

  @Override
  public void close() {
    List.of(s3, sqs, kinesis).forEach(client -> client.close());
    local.close();
  }

  private <B extends AwsClientBuilder<B, C>, C> B client(B builder) {
    return builder
        .endpointOverride(local.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }

  private static void complete(WriteResult result) {
    Assertions.assertThat(result.isComplete()).isTrue();
  }
}
