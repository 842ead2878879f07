// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Enrichment;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.engine.metrics.CountingEnricher;
import io.github.kinesisetl.engine.metrics.CountingSink;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.sinks.KinesisSink;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class HandlersTest {

  private static final RecordSchema SCHEMA =
      RecordSchema.builder("event", 1)
          .field(Field.required("timestamp", FieldType.TIMESTAMP))
          .field(Field.required("value", FieldType.DECIMAL))
          .build();

  private final MemorySink<ObjectNode> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();

  @Test
  void streamProcessor_validEvent_isStampedAndNormalised() throws Exception {
    try (var handler = new StreamProcessorHandler(SCHEMA, sink, deadLetters, EtlMetrics.NONE)) {
      var event =
          new LambdaEvent()
              .record(
                  "k",
                  "{\"timestamp\":\"2026-11-23T01:00:00+02:00\",\"value\":1,\"event_type\":\" Click \"}")
              .record("k", "{\"timestamp\":\"2026-11-23T01:00:00Z\",\"value\":\"1\"}")
              .record(
                  "k",
                  "{\"timestamp\":\"2026-11-23T01:00:00Z\",\"value\":2,\"event_id\":\"mine\"}");
      assertThat(event.invoke(handler, new FakeContext())).isEmpty();
    }
    assertThat(sink.items()).hasSize(2);
    assertThat(sink.items().get(0))
        .hasToString(
            "{\"timestamp\":\"2026-11-22T23:00:00Z\",\"value\":1,\"event_type\":\"click\","
                + "\"event_id\":\"shardId-000000000006:4954100000:0\",\"event_date\":\"2026-11-22\"}");
    assertThat(sink.items().get(1).get("event_id").asText()).isEqualTo("mine");
    assertThat(deadLetters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.stage()).isEqualTo("validate");
          assertThat(letter.reason())
              .isEqualTo("value breaks type DECIMAL with string of 1 characters");
        });
  }

  @Test
  void dataEnricher_processor_isApplied() throws Exception {
    try (var handler =
        new DataEnricherHandler(
            event -> new Passed<>(event.put("added", 1)), sink, deadLetters, EtlMetrics.NONE)) {
      var event = new LambdaEvent().record("k", "{\"a\":1}").record("k", "[]");
      assertThat(event.invoke(handler, new FakeContext())).isEmpty();
    }
    assertThat(sink.items())
        .singleElement()
        .satisfies(e -> assertThat(e.get("added").asInt()).isEqualTo(1));
    assertThat(deadLetters.items()).hasSize(1);
  }

  @Test
  void countingEnricher_everyResult_isCountedByItsKind() {
    var metrics = new MemoryMetrics();
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    for (Enrichment result :
        List.of(
            Enrichment.enriched(),
            new Enrichment.Missing("none"),
            new Enrichment.Failed("down"),
            Enrichment.enriched())) {
      var enricher = new CountingEnricher((unused, deadline) -> result, metrics);
      assertThat(enricher.enrich(event, Deadline.none())).isSameAs(result);
    }
    assertThat(metrics.total(MetricNames.ENRICHMENT_HITS)).isEqualTo(2);
    assertThat(metrics.total(MetricNames.ENRICHMENT_MISSES)).isEqualTo(1);
    assertThat(metrics.total(MetricNames.ENRICHMENT_FAILURES)).isEqualTo(1);
  }

  @Test
  void countingSink_everyResult_countsWhatIsStored() {
    var metrics = new MemoryMetrics();
    var counted = new CountingSink<>(sink, metrics, MetricNames.ALERTS);
    ObjectNode refused = JsonNodeFactory.instance.objectNode().put("no", 1);
    ObjectNode fine = JsonNodeFactory.instance.objectNode();
    sink.failNext(1, 1);
    assertThat(counted.write(List.of(fine, fine)).failure()).contains("scripted");
    sink.refuse(refused);
    assertThat(counted.write(List.of(fine, refused)).storedItems()).isEqualTo(1);
    assertThat(counted.write(List.of(fine)).isComplete()).isTrue();
    assertThat(metrics.total(MetricNames.ALERTS)).isEqualTo(3);
  }

  @Test
  void anomalyDetector_spikeInARegularSeries_raisesOneAlertThroughAFailingSink() throws Exception {
    var detectors = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 10);
    try (var handler =
        new AnomalyDetectorHandler(
            detectors, HourlyPoints.FIELDS, sink, deadLetters, EtlMetrics.NONE)) {
      sink.failNext(1, 0);
      List<String> failures = new ArrayList<>();
      for (int day = 0; day < 60; day++) {
        LambdaEvent event = HourlyPoints.hours("s", 24 * day, 24 * day + 24, 24 * 50 + 12);
        List<String> failed = event.invoke(handler, new FakeContext());
        if (!failed.isEmpty()) {
          failures.addAll(failed);
          assertThat(event.invoke(handler, new FakeContext())).isEmpty();
        }
      }
      assertThat(failures).containsExactly(LambdaEvent.sequenceNumber(12));
    }
    assertThat(sink.items())
        .filteredOn(alert -> alert.get("state").asText().equals("raised"))
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.get("key").asText()).isEqualTo("s");
          assertThat(alert.get("start").asText()).startsWith("2026-02-20");
          assertThat(alert.get("observed").asDouble()).isGreaterThan(alert.get("upper").asDouble());
        });
    assertThat(deadLetters.items()).isEmpty();
  }

  @Test
  void kinesisSink_anItemThatNeverFits_isRefusedAndTheOthersAreStored() throws Exception {
    try (KinesisLocal kinesis = KinesisLocal.start().createStream("out", 2);
        KinesisClient client = client(kinesis);
        RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);
        EventProducer<String> producer =
            EventProducer.builder(JsonCodec.of(String.class), text -> "k")
                .to(KinesisStream.of(client, "out"))
                .open()) {
      var kinesisSink = new KinesisSink<>(producer, Duration.ofSeconds(20));
      assertThat(kinesisSink.write(List.of())).isEqualTo(WriteResult.stored(0));
      assertThat(kinesisSink.write(List.of("a", "b"))).isEqualTo(WriteResult.stored(2));
      WriteResult result = kinesisSink.write(List.of("c", "x".repeat(1 << 20), "d"));
      assertThat(result.storedItems()).isEqualTo(2);
      assertThat(result.of(1))
          .isInstanceOfSatisfying(
              ItemOutcome.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .startsWith("RecordTooLarge: the stream takes records of at most 1048576"));
      long stored =
          client.listShards(r -> r.streamName("out")).shards().stream()
              .map(shard ->
                  client
                      .getShardIterator(r ->
                          r.streamName("out")
                              .shardId(shard.shardId())
                              .shardIteratorType("TRIM_HORIZON"))
                      .shardIterator())
              .flatMap(
                  iterator -> client.getRecords(r -> r.shardIterator(iterator)).records().stream())
              .mapToLong(
                  record -> reader.read(EventRecord.of("k", record.data().asByteArray())).size())
              .sum();
      assertThat(stored).isEqualTo(4);
    }
  }

  private static KinesisClient client(KinesisLocal kinesis) {
    return KinesisClient.builder()
        .endpointOverride(kinesis.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}
