// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.local.KinesisLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

@Timeout(60)
class EventSourceMappingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(30);

  private KinesisLocal kinesis;
  private KinesisClient client;
  private final List<String> handled = new ArrayList<>();
  private final List<FailedBatch> failed = new ArrayList<>();

  @BeforeEach
  void start() {
    kinesis = KinesisLocal.start().createStream("s", 2);
    client =
        KinesisClient.builder()
            .endpointOverride(kinesis.endpoint())
            .region(Region.US_EAST_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    kinesis.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void map_throughReshards_deliversEachEntryOnceAndKeepsEachKeysOrder(int lanes) throws Exception {
    try (EventSourceMapping mapping =
        kinesis.map("s", this::handle).batchSize(7).parallelizationFactor(lanes).start()) {
      put(0, 500);
      reshard(4);
      put(500, 1_000);
      reshard(2);
      put(1_000, 1_500);
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
      assertThat(mapping.metrics().entriesDone()).isEqualTo(1_500);
      assertThat(mapping.metrics().retries()).isZero();
    }
    assertOrdered(1_500);
  }

  @Test
  void map_partialResponse_deliversAgainFromTheLowestFailure() throws Exception {
    var refusals = new AtomicInteger(20);
    LambdaFunction function =
        payload -> {
          List<String> ids = new ArrayList<>();
          for (JsonNode record : JSON.readTree(payload).path("Records")) {
            if (word(record).hashCode() % 5 == 0 && refusals.getAndDecrement() > 0) {
              ids.add("{\"itemIdentifier\":\"%s\"}".formatted(sequence(record)));
              break;
            }
            handle(record);
          }
          return ("{\"batchItemFailures\":[" + String.join(",", ids) + "]}").getBytes(UTF_8);
        };
    try (EventSourceMapping mapping =
        kinesis.map("s", function).batchSize(50).reportBatchItemFailures(true).start()) {
      put(0, 300);
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
      assertThat(mapping.metrics().retries()).isEqualTo(20);
    }
    assertOrdered(300);
  }

  @Test
  void map_onePoisonedEntryWithBisect_givesUpThatEntryAlone() throws Exception {
    LambdaFunction function =
        payload -> {
          if (new String(payload, UTF_8).contains("\"partitionKey\":\"key13\"")) {
            throw new IllegalStateException("poison");
          }
          return handle(payload);
        };
    try (EventSourceMapping mapping =
        kinesis
            .map("s", function)
            .batchSize(64)
            .bisectOnError(true)
            .maxRetryAttempts(2)
            .onFailure(failed::add)
            .start()) {
      put(0, 100);
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
      assertThat(mapping.metrics().entriesGivenUp()).isEqualTo(5);
    }
    assertThat(failed)
        .allSatisfy(batch -> {
          assertThat(batch.entries()).isEqualTo(1);
          assertThat(batch.condition()).isEqualTo(FailedBatch.Condition.RetryAttemptsExhausted);
          assertThat(new String(batch.payload(), UTF_8)).contains("key13");
        });
    assertThat(handled).hasSize(95);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"4711\"}]}",
        "{\"batchItemFailures\":[{}]}",
        "{\"batchItemFailures\":7}",
        "not json"
      })
  void map_answerThatCannotBeUnderstood_failsTheWholeBatch(String answer) throws Exception {
    try (EventSourceMapping mapping =
        kinesis
            .map("s", payload -> answer.getBytes(UTF_8))
            .reportBatchItemFailures(true)
            .maxRetryAttempts(1)
            .onFailure(failed::add)
            .start()) {
      put(0, 1);
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
      assertThat(mapping.metrics().invocations()).isEqualTo(2);
    }
    assertThat(failed).hasSize(1);
  }

  @Test
  void map_largeEntries_keepsPayloadsWithinSixMebibytes() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    byte[] large = new byte[1_000_000];
    new Random(1).nextBytes(large);
    for (int i = 0; i < 12; i++) {
      int key = i;
      client.putRecord(
          r -> r.streamName("s").partitionKey("k" + key).data(SdkBytes.fromByteArray(large)));
    }
    try (EventSourceMapping mapping =
        kinesis
            .map(
                "s",
                payload -> {
                  synchronized (sizes) {
                    sizes.add(payload.length);
                  }
                  return new byte[0];
                })
            .window(Duration.ofMillis(200))
            .start()) {
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
      assertThat(mapping.metrics().entriesDone()).isEqualTo(12);
    }
    assertThat(sizes).hasSizeGreaterThan(2).allMatch(size -> size <= InvocationPayload.MAX_BYTES);
  }

  @Test
  void map_entriesOlderThanAllowed_areGivenUp() throws Exception {
    put(0, 10);
    kinesis.clock().advance(Duration.ofMinutes(10));
    put(10, 20);
    try (EventSourceMapping mapping =
        kinesis
            .map("s", this::handle)
            .maxRecordAge(Duration.ofMinutes(5))
            .onFailure(failed::add)
            .start()) {
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
    }
    assertThat(handled).hasSize(10);
    assertThat(failed)
        .hasSize(10)
        .allMatch(batch -> batch.condition() == FailedBatch.Condition.RecordAgeExceeded);
  }

  /** Whatever the function throws, and whatever the destination of its failures does. */
  @Test
  void map_functionThatThrowsAnything_goesOnWithTheNextBatch() throws Exception {
    List<Throwable> thrown =
        List.of(
            new NoClassDefFoundError("x"),
            new StackOverflowError(),
            new AssertionError("x"),
            new IOException("x"));
    var invocations = new AtomicInteger();
    LambdaFunction function =
        payload -> {
          int invocation = invocations.getAndIncrement();
          if (invocation < thrown.size()) {
            if (thrown.get(invocation) instanceof Error error) {
              throw error;
            }
            throw new IOException("x");
          }
          return handle(payload);
        };
    try (EventSourceMapping mapping =
        kinesis
            .map("s", function)
            .maxRetryAttempts(0)
            .onFailure(batch -> {
              throw new IllegalStateException("the destination is down");
            })
            .start()) {
      for (int from = 0; from < 1_000; from += 100) {
        put(from, from + 100);
        assertThat(mapping.awaitCaughtUp(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
      }
      assertThat(mapping.metrics().entriesDone()).isPositive();
    }
  }

  @Test
  void map_badOptions_nameTheRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> kinesis.map("s", this::handle).timeout(Duration.ofSeconds((1L << 32) + 1)))
        .withMessage("timeout in s must be 1 to 900, but is 4294967297");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kinesis.map("s", this::handle).batchSize(0))
        .withMessage("batchSize must be 1 to 10000, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kinesis.map("nowhere", this::handle).start())
        .withMessageContaining("nowhere");
  }

  private byte[] handle(byte[] payload) throws IOException {
    for (JsonNode record : JSON.readTree(payload).path("Records")) {
      handle(record);
    }
    return new byte[0];
  }

  private void handle(JsonNode record) throws IOException {
    assertThat(record.path("eventID").asText()).isEqualTo(shard(record) + ":" + sequence(record));
    synchronized (handled) {
      handled.add(word(record));
    }
  }

  private static String shard(JsonNode record) {
    String id = record.path("eventID").asText();
    return id.substring(0, id.indexOf(':'));
  }

  private static String sequence(JsonNode record) {
    return record.path("kinesis").path("sequenceNumber").asText();
  }

  private static String word(JsonNode record) throws IOException {
    return new String(record.path("kinesis").path("data").binaryValue(), UTF_8);
  }

  private void put(int from, int to) {
    for (int start = from; start < to; start += 100) {
      List<PutRecordsRequestEntry> entries = new ArrayList<>();
      for (int i = start; i < Math.min(to, start + 100); i++) {
        String key = "key" + i % 20;
        entries.add(
            PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromUtf8String(key + ":" + i))
                .build());
      }
      client.putRecords(r -> r.streamName("s").records(entries));
    }
  }

  private void reshard(int shards) {
    client.updateShardCount(
        r -> r.streamName("s").targetShardCount(shards).scalingType(ScalingType.UNIFORM_SCALING));
  }

  private void assertOrdered(int count) {
    Map<String, Integer> last = new HashMap<>();
    for (String word : handled) {
      String key = word.substring(0, word.indexOf(':'));
      int number = Integer.parseInt(word.substring(word.indexOf(':') + 1));
      assertThat(last.getOrDefault(key, -1)).as(key).isLessThan(number);
      last.put(key, number);
    }
    assertThat(handled).hasSize(count);
  }
}
