// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.enrich.EnrichmentGraph;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.UnknownFailures;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A record can never stop a shard, whatever it is: 600 of all kinds through every handler, or, with
 * {@code -Dpoison.seeds=50}, 10,000.
 */
class PoisonTest {

  private static final int SEEDS = Integer.getInteger("poison.seeds", 3);
  private static final int RECORDS = 200; // of a seed
  private static final int LETTER_BYTES = 8_000;

  /** What a stage throws on is tried three times, and the mapping begins again each time. */
  private static final int MAX_INVOCATIONS = 10;

  private static final String GOOD =
      "{\"event_id\":\"good-%d\",\"event_type\":\"page_view\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";

  private static final RecordSchema SCHEMA =
      RecordSchema.builder("event", 1)
          .field(Field.required("timestamp", FieldType.TIMESTAMP))
          .build();

  private final Picky sink = new Picky();
  private final List<DeadLetter> letters = new ArrayList<>();

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void streamProcessor_poison_neverStopsTheShard(long seed) throws Exception {
    try (var handler = new StreamProcessorHandler(SCHEMA, options -> wired(options, seed))) {
      requireGood(handler, seed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void dataEnricher_poison_neverStopsTheShard(long seed) throws Exception {
    EnrichmentGraph graph =
        EnrichmentGraph.builder()
            .step("referrer", Enrichers.referrer(Set.of("own.example")))
            .step("campaign", Enrichers.campaign())
            .step("ip", Enrichers.anonymizedIp())
            .build();
    try (var handler = new DataEnricherHandler(graph, options -> wired(options, seed))) {
      requireGood(handler, seed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anomalyDetector_poison_neverStopsTheShard(long seed) throws Exception {
    var detectors = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 100);
    var fields = new SeriesFields("metric", "series", "timestamp", "value");
    try (var handler =
        new AnomalyDetectorHandler(detectors, fields, sink, this::letter, EtlMetrics.NONE)) {
      deliver(handler, event(seed));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void firehoseTransform_poison_answersEachRecordOnce(long seed) throws Exception {
    var options =
        FirehoseOptions.<ObjectNode, ObjectNode>builder(
                RecordDecoder.of(JsonCodec.tree()), Passed::new, JsonCodec.tree())
            .build();
    var mapper = new ObjectMapper();
    var poison = new Poison(seed);
    ObjectNode payload = mapper.createObjectNode();
    ArrayNode records = payload.putArray("records");
    for (int i = 0; i < RECORDS; i++) {
      byte[] data = i % 50 == 0 ? GOOD.formatted(i).getBytes(UTF_8) : poison.next();
      records.addObject().put("recordId", "r" + i).put("data", data);
    }
    try (var handler = new FirehoseTransformHandler<>(options)) {
      var output = new ByteArrayOutputStream();
      handler.handleRequest(
          new ByteArrayInputStream(mapper.writeValueAsBytes(payload)), output, new FakeContext());
      JsonNode answers = mapper.readTree(output.toByteArray()).path("records");
      assertThat(answers).hasSize(RECORDS);
      for (int i = 0; i < RECORDS; i += 50) {
        assertThat(answers.get(i).path("result").asText()).isEqualTo("Ok");
      }
    }
  }

  /** The poison itself: if it were harmless, the tests above would show nothing. */
  @Test
  void poison_ofAllSeeds_isOfManyKinds() throws Exception {
    try (var handler = new StreamProcessorHandler(SCHEMA, options -> wired(options, 0))) {
      for (long seed = 0; seed < Math.max(SEEDS, 10); seed++) {
        deliver(handler, event(seed));
      }
    }
    assertThat(letters.stream().map(letter -> letter.stage() + letter.reason()).distinct().count())
        .isGreaterThan(50);
    assertThat(letters)
        .extracting(DeadLetter::stage)
        .contains("read", "decode", "validate", "write");
    assertThat(letters).anyMatch(DeadLetter::isCut);
    assertThat(sink.thrown).isPositive();
  }

  private EngineOptions.Builder<ObjectNode, ObjectNode> wired(
      EngineOptions.Builder<ObjectNode, ObjectNode> options, long seed) {
    return options
        .sink(sink)
        .deadLetters(this::letter)
        .lanes(seed % 3 == 2 ? 4 : 1)
        .unknownFailures(UnknownFailures.DEFAULT);
  }

  private LambdaEvent event(long seed) throws Exception {
    var poison = new Poison(seed);
    var event = new LambdaEvent();
    for (int i = 0; i < RECORDS; i++) {
      if (i % 50 == 0) {
        event.record("good", GOOD.formatted(i));
      } else {
        event.record(poison.key(), poison.next());
      }
    }
    return event;
  }

  private void requireGood(RequestStreamHandler handler, long seed) throws Exception {
    deliver(handler, event(seed));
    for (int i = 0; i < RECORDS; i += 50) {
      String id = "good-" + i;
      assertThat(sink.stored).anyMatch(item -> item.path("event_id").asText().equals(id));
    }
  }

  private static void deliver(RequestStreamHandler handler, LambdaEvent event) throws Exception {
    List<String> unfinished = List.of("");
    for (int i = 0; i < MAX_INVOCATIONS && !unfinished.isEmpty(); i++) {
      unfinished = event.invoke(handler, new FakeContext());
    }
    assertThat(unfinished).as("what stops the shard").isEmpty();
  }

  /** Takes letters up to a size, as queues and streams do. */
  private synchronized WriteResult letter(List<DeadLetter> some) {
    var outcomes = WriteResult.builder(some.size());
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i).record().sizeBytes() > LETTER_BYTES) {
        outcomes.refused(i, "too large");
      } else {
        letters.add(some.get(i));
        outcomes.stored(i);
      }
    }
    return outcomes.build();
  }

  /** Refuses what a service would, and throws on what a hasty sink did not think of. */
  private static final class Picky implements Sink<ObjectNode> {
    private final List<ObjectNode> stored = new ArrayList<>();
    private int thrown;

    @Override
    public synchronized WriteResult write(List<ObjectNode> items) {
      for (ObjectNode item : items) {
        if (item.path("user_agent").isObject()) {
          thrown++;
          throw new IllegalStateException("a user agent was a text");
        }
      }
      var outcomes = WriteResult.builder(items.size());
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).toString().length() > 1_000 || items.get(i).has("")) {
          outcomes.set(i, new ItemOutcome.Refused("not for me"));
        } else {
          stored.add(items.get(i));
          outcomes.stored(i);
        }
      }
      return outcomes.build();
    }
  }
}
