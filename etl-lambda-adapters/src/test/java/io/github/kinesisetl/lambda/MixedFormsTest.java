// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * All that may lie on one stream side by side, in the order of its events, read by the handlers.
 */
class MixedFormsTest {

  private static final String STREAM = "mixed";
  private static final int TURNS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final RecordSchema SCHEMA =
      RecordSchema.builder("event", 1)
          .field(Field.required("timestamp", FieldType.TIMESTAMP))
          .field(Field.required("n", FieldType.INTEGER))
          .build();

  private final KinesisLocal kinesis = KinesisLocal.start().createStream(STREAM, 1);
  private final KinesisClient client =
      KinesisClient.builder()
          .endpointOverride(kinesis.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();
  private final Map<OutputMode, EventProducer<ObjectNode>> producers =
      new EnumMap<>(OutputMode.class);
  private final Random random = new Random(12);
  private int events;

  /** Who puts the next events, and how they lie in their entries. */
  private enum Form {
    DENSE,
    KPL,
    PLAIN,
    OLD_FRAME,
    DENSE_IN_AN_OLD_FRAME,
    GZIP,
    ZSTD
  }

  @BeforeEach
  void putAllForms() throws Exception {
    for (OutputMode mode : OutputMode.values()) {
      producers.put(
          mode,
          EventProducer.builder(JsonCodec.tree(), event -> "key" + event.path("n").intValue() % 3)
              .to(KinesisStream.of(client, STREAM))
              .options(ProducerOptions.builder().mode(mode).build())
              .open());
    }
    for (int turn = 0; turn < TURNS; turn++) {
      Form form = Form.values()[turn % Form.values().length];
      List<ObjectNode> next = nextEvents(1 + random.nextInt(form == Form.PLAIN ? 1 : 30));
      switch (form) {
        case DENSE, KPL, PLAIN -> produce(OutputMode.valueOf(form.name()), next);
        case OLD_FRAME -> putFrame(aggregate(RecordAggregator.kpl(64), next));
        case DENSE_IN_AN_OLD_FRAME -> putFrame(nested(next));
        case GZIP -> each(Compressor.gzip(), next);
        case ZSTD -> each(Compressor.zstd(1), next);
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (EventProducer<ObjectNode> producer : producers.values()) {
      producer.close();
    }
    client.close();
    kinesis.close();
  }

  @Test
  void streamProcessor_oldAndNewFramesKplAggregatesAndPlainRecords_areOneStreamInOrder()
      throws Exception {
    var sink = new MemorySink<ObjectNode>();
    var deadLetters = new MemorySink<DeadLetter>();
    try (var handler =
        new StreamProcessorHandler(
            SCHEMA, options -> options.sink(sink).deadLetters(deadLetters))) {
      for (List<Record> batch : batches()) {
        var event = new LambdaEvent();
        batch.forEach(entry -> event.record(entry.partitionKey(), entry.data().asByteArray()));
        assertThat(event.invoke(handler, new FakeContext())).isEmpty();
      }
    }
    assertThat(deadLetters.items()).isEmpty();
    assertThat(sink.items())
        .extracting(event -> event.get("n").intValue())
        .containsExactlyElementsOf(IntStream.range(0, events).boxed().toList());
  }

  @Test
  void firehoseTransform_oldAndNewFramesKplAggregatesAndPlainRecords_areOneStreamInOrder()
      throws Exception {
    var options =
        FirehoseOptions.<ObjectNode, ObjectNode>builder(
                RecordDecoder.of(JsonCodec.tree()), Passed::new, JsonCodec.tree())
            .build();
    List<Integer> numbers = new ArrayList<>();
    try (var handler = new FirehoseTransformHandler<>(options)) {
      for (List<Record> batch : batches()) {
        ObjectNode payload = JSON.createObjectNode();
        ArrayNode records = payload.putArray("records");
        for (Record entry : batch) {
          records.addObject().put("recordId", "r").put("data", entry.data().asByteArray());
        }
        var answer = new ByteArrayOutputStream();
        handler.handleRequest(
            new ByteArrayInputStream(JSON.writeValueAsBytes(payload)), answer, new FakeContext());
        for (JsonNode record : JSON.readTree(answer.toByteArray()).path("records")) {
          assertThat(record.path("result").asText()).isEqualTo("Ok");
          String lines = new String(record.path("data").binaryValue(), UTF_8);
          for (String line : lines.lines().toList()) {
            numbers.add(JSON.readTree(line).path("n").intValue());
          }
        }
      }
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.range(0, events).boxed().toList());
  }

  private static byte[] bytes(ObjectNode event) {
    return event.toString().getBytes(UTF_8);
  }

  private List<ObjectNode> nextEvents(int count) {
    List<ObjectNode> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(JSON.createObjectNode().put("timestamp", "2026-01-01T00:00:00Z").put("n", events++));
    }
    return next;
  }

  private void produce(OutputMode mode, List<ObjectNode> next) throws InterruptedException {
    EventProducer<ObjectNode> producer = requireNonNull(producers.get(mode));
    for (ObjectNode event : next) {
      var unused = producer.put(event);
    }
    assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
  }

  private static byte[] aggregate(RecordAggregator aggregator, List<ObjectNode> next) {
    next.forEach(event -> aggregator.add(EventRecord.of("key", bytes(event))));
    return aggregator.finish(null);
  }

  /** A KPL aggregate whose records are frames of their own, some of them dense. */
  private static byte[] nested(List<ObjectNode> next) {
    var outer = RecordAggregator.kpl(64);
    try (var zstd = Compressor.zstdWithChecksum(1)) {
      int half = next.size() / 2;
      if (half > 0) {
        byte[] dense = aggregate(RecordAggregator.dense(64), next.subList(0, half));
        outer.add(EventRecord.of("key", zstd.compress(dense)));
      }
      for (ObjectNode event : next.subList(half, next.size())) {
        outer.add(EventRecord.of("key", zstd.compress(bytes(event))));
      }
    }
    return outer.finish(null);
  }

  private void putFrame(byte[] aggregate) {
    try (Compressor zstd = Compressor.zstd(1)) {
      put(zstd.compress(aggregate));
    }
  }

  private void each(Compressor compressor, List<ObjectNode> next) {
    try (compressor) {
      next.forEach(event -> put(compressor.compress(bytes(event))));
    }
  }

  private void put(byte[] data) {
    client.putRecord(
        r -> r.streamName(STREAM).partitionKey("key").data(SdkBytes.fromByteArrayUnsafe(data)));
  }

  /** The stream, cut at random places. */
  private List<List<Record>> batches() {
    String shard = client.listShards(r -> r.streamName(STREAM)).shards().get(0).shardId();
    String iterator =
        client
            .getShardIterator(
                r -> r.streamName(STREAM).shardId(shard).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    List<Record> entries = client.getRecords(r -> r.shardIterator(iterator)).records();
    List<List<Record>> batches = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += batches.get(batches.size() - 1).size()) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(20));
      batches.add(entries.subList(from, to));
    }
    return batches;
  }
}
