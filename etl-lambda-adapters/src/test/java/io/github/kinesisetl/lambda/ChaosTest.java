// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.UnknownFailures;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.lambda.event.EventReader;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.local.mapping.FailedBatch;
import io.github.kinesisetl.sinks.store.DynamoDbIdempotencyStore;
import io.github.kinesisetl.testing.lambda.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * Hundreds of batches through a faithful event source mapping, with records that fail in every way,
 * sinks that store a part, time that runs out, and functions that are killed. All chance comes from
 * the seed, though not the order in which threads use it.
 */
class ChaosTest {

  private static final int EVENTS = 1_500;
  private static final int KEYS = 23;

  private final KinesisLocal local = KinesisLocal.start().createStream("events", 2);
  private final KinesisClient kinesis =
      KinesisClient.builder()
          .endpointOverride(local.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();
  private final DynamoDbClient dynamo =
      DynamoDbClient.builder()
          .endpointOverride(local.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();

  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final List<String> effects = new ArrayList<>(); // guarded by itself
  private final Set<String> letters = ConcurrentHashMap.newKeySet();
  private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
  private final AtomicInteger invocations = new AtomicInteger();

  /** Stands for a process that is killed while it works. */
  private static final class Killed extends InternalError {
    private static final long serialVersionUID = 1L;
  }

  @AfterEach
  void close() {
    kinesis.close();
    dynamo.close();
    local.close();
  }

  @ParameterizedTest(name = "seed {0}, {1} lanes")
  @CsvSource({"1,1", "2,4"})
  void failuresOfAllKinds_effectsAreExactlyOnceAndNothingIsLost(long seed, int lanes)
      throws Exception {
    Set<String> all = put(seed);
    run(new Chaos(seed, 0), lanes);
    requireBalance(all);
    assertThat(effects).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "seed {0}, {1} lanes")
  @CsvSource({"3,1", "4,4"})
  void killsOnTop_effectsAreExactlyOnceByEventId(long seed, int lanes) throws Exception {
    Set<String> all = put(seed);
    run(new Chaos(seed, 0.05), lanes);
    requireBalance(all);
    int repeated = effects.size() - new HashSet<>(effects).size();
    assertThat(repeated).as("repeats that a sink keyed by event id drops").isLessThan(EVENTS / 4);
  }

  /** Every event has had its effect, or is a dead letter, or went to the on-failure destination. */
  private void requireBalance(Set<String> all) {
    Set<String> accounted = new HashSet<>(effects);
    accounted.addAll(letters);
    accounted.addAll(givenUp);
    assertThat(accounted).isEqualTo(all);
    for (String event : all) {
      boolean permanent = event.contains("bad") || event.contains("throw");
      if (permanent) {
        assertThat(effects).doesNotContain(event);
        assertThat(letters.contains(event) || givenUp.contains(event)).as(event).isTrue();
      } else {
        assertThat(letters).doesNotContain(event);
      }
    }
    assertThat(givenUp.stream().filter(event -> event.contains("never"))).isNotEmpty();
    assertThat(invocations.get()).isGreaterThan(200);
    requireOrder();
  }

  /** First effects of a key come in its order, unless the mapping gave up what stood in between. */
  private void requireOrder() {
    Map<String, Integer> last = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String event : effects) {
      String key = event.substring(0, event.indexOf('-'));
      int number = Integer.parseInt(event.substring(event.indexOf('-') + 1, event.indexOf(':')));
      if (seen.add(event)) {
        assertThat(number).as(event).isGreaterThan(last.getOrDefault(key, -1));
        last.put(key, number);
      }
    }
  }

  private void run(Chaos chaos, int lanes) throws Exception {
    try (EventSourceMapping mapping =
        local
            .map("events", payload -> chaos.invoke(payload, lanes))
            .batchSize(10)
            .maxRetryAttempts(5)
            .bisectOnError(true)
            .reportBatchItemFailures(true)
            .onFailure(this::keep)
            .start()) {
      assertThat(mapping.awaitCaughtUp(Duration.ofMinutes(2))).as("a shard is stuck").isTrue();
    }
    chaos.close();
  }

  /** What befalls the function. */
  private final class Chaos {
    private final Random random; // guarded by itself
    private final double kills;
    private final List<KinesisHandler<String, String>> handlers = new ArrayList<>();
    private @Nullable KinesisHandler<String, String> handler; // guarded by this

    Chaos(long seed, double kills) {
      random = new Random(seed);
      this.kills = kills;
      dynamo.createTable(r ->
          r.tableName("done")
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .keySchema(KeySchemaElement.builder().attributeName("id").keyType("HASH").build())
              .attributeDefinitions(
                  AttributeDefinition.builder().attributeName("id").attributeType("S").build()));
    }

    byte[] invoke(byte[] payload, int lanes) throws IOException {
      invocations.incrementAndGet();
      KinesisHandler<String, String> mine = handler(lanes);
      int calls = chance(0.05) ? 3 : Integer.MAX_VALUE;
      var looks = new AtomicInteger();
      var context = new FakeContext(() -> looks.incrementAndGet() > calls ? 10 : 4_000);
      var output = new ByteArrayOutputStream();
      try {
        mine.handleRequest(new ByteArrayInputStream(payload), output, context);
      } catch (Killed e) {
        forget();
        throw new IOException("killed", e);
      }
      if (chance(kills)) { // all was done, and nobody heard of it
        forget();
        throw new IOException("the answer was lost");
      }
      return output.toByteArray();
    }

    boolean chance(double probability) {
      synchronized (random) {
        return random.nextDouble() < probability;
      }
    }

    synchronized void close() {
      handlers.forEach(KinesisHandler::close);
    }

    private synchronized KinesisHandler<String, String> handler(int lanes) {
      KinesisHandler<String, String> alive = handler;
      if (alive == null) {
        alive = new WordHandler(this, lanes);
        handler = alive;
        handlers.add(alive);
      }
      return alive;
    }

    /** A new process knows nothing but what is in the table. */
    private synchronized void forget() {
      handler = null;
    }
  }

  private final class WordHandler extends KinesisHandler<String, String> {
    WordHandler(Chaos chaos, int lanes) {
      super(
          EngineOptions.builder(
                  record -> new String(record.record().copyData(), UTF_8),
                  (String word) -> process(word, chaos))
              .sink(partly(chaos, effect -> effects.add(effect)))
              .deadLetters(partlyBuried(chaos))
              .lanes(lanes)
              .idempotency(store())
              .unknownFailures(new UnknownFailures(2, Duration.ofHours(1)))
              .deadlineMargin(Duration.ofMillis(100))
              .build());
    }
  }

  private IdempotencyStore store() {
    return new DynamoDbIdempotencyStore(
        () -> dynamo, "done", Duration.ofHours(1), InstantSource.system());
  }

  private ProcessingResult<String> process(String word, Chaos chaos) {
    if (chaos.chance(chaos.kills / 10)) {
      throw new Killed();
    }
    int attempt = attempts.merge(word, 1, Integer::sum);
    if (word.contains("bad")) {
      return new Rejected<>("check", "bad");
    }
    if (word.contains("throw")) {
      throw new IllegalStateException(word);
    }
    if (word.contains("never") || (word.contains("flaky") && attempt < 3)) {
      return new Failed<>("check", "not now");
    }
    return new Passed<>(word);
  }

  /**
   * Stores everything; now and then only some, wherever they stand, but nothing behind a failure of
   * its key.
   */
  private Sink<String> partly(Chaos chaos, Consumer<String> store) {
    return items -> {
      synchronized (effects) {
        boolean partly = !items.isEmpty() && chaos.chance(0.05);
        var outcomes = WriteResult.builder(items.size());
        Set<String> failedKeys = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
          String key = items.get(i).substring(0, Math.max(0, items.get(i).indexOf('-')));
          if (failedKeys.contains(key) || (partly && chaos.chance(0.1))) {
            failedKeys.add(key);
            outcomes.failed(i, "scripted");
          } else {
            store.accept(items.get(i));
            outcomes.stored(i);
          }
        }
        return outcomes.build();
      }
    };
  }

  private Sink<DeadLetter> partlyBuried(Chaos chaos) {
    Sink<String> sink = partly(chaos, letters::add);
    return items ->
        sink.write(
            items.stream().map(letter -> new String(letter.record().copyData(), UTF_8)).toList());
  }

  /** The on-failure destination: S3 gets the whole payload. */
  private void keep(FailedBatch batch) {
    try (RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      EntryBatch entries =
          new EventReader().read(new ByteArrayInputStream(batch.payload())).orElseThrow().entries();
      for (int i = 0; i < entries.size(); i++) {
        byte[] data =
            Arrays.copyOfRange(
                entries.array(i), entries.offset(i), entries.offset(i) + entries.sizeBytes(i));
        for (ReadResult result : reader.read(EventRecord.of("k", data))) {
          givenUp.add(new String(result.record().copyData(), UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts events plain and in aggregates; a key's events are numbered. */
  private Set<String> put(long seed) {
    var random = new Random(seed);
    Set<String> all = new HashSet<>();
    int[] numbers = new int[KEYS];
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    while (all.size() < EVENTS) {
      int key = random.nextInt(KEYS);
      int size = random.nextInt(4) == 0 ? 2 + random.nextInt(5) : 1;
      var aggregator = RecordAggregator.kpl(1 << 12);
      byte[] plain = new byte[0];
      for (int i = 0; i < size; i++) {
        String word = "key" + key + "-" + numbers[key]++ + ":" + kind(random);
        all.add(word);
        plain = word.getBytes(UTF_8);
        aggregator.add(EventRecord.of("key" + key, plain));
      }
      byte[] data = size == 1 ? plain : aggregator.finish(AggregateIds.fresh(seed, all.size()));
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("key" + key)
              .data(SdkBytes.fromByteArray(data))
              .build());
    }
    for (int from = 0; from < entries.size(); from += 100) {
      List<PutRecordsRequestEntry> some =
          entries.subList(from, Math.min(entries.size(), from + 100));
      kinesis.putRecords(r -> r.streamName("events").records(some));
    }
    return all;
  }

  private static String kind(Random random) {
    int dice = random.nextInt(1_000);
    if (dice < 4) {
      return "never";
    }
    if (dice < 24) {
      return "bad";
    }
    if (dice < 34) {
      return "throw";
    }
    return dice < 64 ? "flaky" : "fine";
  }
}
