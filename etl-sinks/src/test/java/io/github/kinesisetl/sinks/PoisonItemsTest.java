// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.testing.stream.MemoryStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * No item is answered "try again" for what it is: 200 of all kinds into every sink, or, with {@code
 * -Dtest.jvm.flags="-Xmx4g -Dpoison.seeds=50"}, 10,000. The services are up, so every item is
 * stored or refused for good.
 */
class PoisonItemsTest {

  private static final int ITEMS = 200; // of a seed
  private static final int SEEDS = Integer.getInteger("poison.seeds", 1);

  private static final DynamoDbClient DYNAMO = LocalAws.dynamoDb(LocalAws.endpoint());
  private static final S3Client S3 = LocalAws.s3(LocalAws.endpoint());
  private static final SqsClient SQS = LocalAws.sqs(LocalAws.endpoint());
  private static final SnsClient SNS = LocalAws.sns(LocalAws.endpoint());

  private static final String TABLE = LocalAws.newTable(DYNAMO);
  private static final String BUCKET = LocalAws.newBucket(S3);
  private static final String QUEUE = LocalAws.newQueue(SQS);
  private static final String TOPIC =
      SNS.createTopic(r -> r.name(LocalAws.newName("poison"))).topicArn();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static HttpService http;

  @BeforeAll
  static void start() {
    http = new HttpService(new Script(""), PoisonItemsTest::answer, status -> "");
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void dynamoDb_poison_isStoredOrRefused(long seed) {
    require(new DynamoDbSink<>(() -> DYNAMO, TABLE, List.of("id"), Attributes::of), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void s3_poison_isStoredOrRefused(long seed) {
    try (var sink =
        new S3Sink<ObjectNode>(
            () -> S3,
            new S3Sink.Location(BUCKET, "events/"),
            JsonCodec.tree(),
            item -> "date=" + item.path("date").asText("unknown"),
            Compressor.gzip())) {
      require(sink, seed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sqs_poison_isStoredOrRefused(long seed) {
    require(new SqsSink<>(() -> SQS, QUEUE, JsonCodec.tree()), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sns_poison_isStoredOrRefused(long seed) {
    require(new SnsSink<>(() -> SNS, TOPIC, JsonCodec.tree(), PoisonItemsTest::identity), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void openSearch_poison_isStoredOrRefused(long seed) {
    require(
        new OpenSearchSink<>(
            http.endpoint().resolve("/events"),
            JsonCodec.tree(),
            item -> new OpenSearchSink.Document(identity(item), 0),
            RequestSigner.NONE),
        seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void redshift_poison_isStoredOrRefused(long seed) {
    require(
        new RedshiftSink<ObjectNode>(
            URI.create(http.endpoint() + "/"),
            new RedshiftSink.Target("wg", "dev", "alerts"),
            item -> new AlertRow(identity(item), "raised", item.toString()),
            RequestSigner.NONE),
        seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void kinesis_poison_isStoredOrRefused(long seed) {
    require(JsonCodec.tree(), PoisonItemsTest::identity, sink -> require(sink, seed));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deadLetters_ofPoison_areTakenInTheirShortestForm(long seed) {
    List<DeadLetter> letters = new ArrayList<>();
    var poison = new PoisonItems(seed);
    for (int i = 0; i < ITEMS; i++) {
      letters.add(poison.letter(i).shortest());
    }
    try (var s3 =
        new S3Sink<DeadLetter>(
            () -> S3,
            new S3Sink.Location(BUCKET, "letters/"),
            new DeadLetterCodec(),
            letter -> "",
            Compressor.gzip())) {
      assertThat(s3.write(letters)).isEqualTo(WriteResult.stored(ITEMS));
    }
    var sqs =
        new SqsDeadLetters(() -> SQS, QUEUE, () -> S3, new S3Sink.Location(BUCKET, "claims/"));
    assertThat(sqs.write(letters)).isEqualTo(WriteResult.stored(ITEMS));
    require(
        new DeadLetterCodec(),
        letter -> letter.record().partitionKey(),
        sink -> assertThat(sink.write(letters)).isEqualTo(WriteResult.stored(ITEMS)));
  }

  /** The poison itself: if it were harmless, the tests above would show nothing. */
  @Test
  void poison_ofOneSeed_isPartlyRefusedByEverySink() {
    var items = new PoisonItems(0).some(ITEMS);
    var result = new SqsSink<>(() -> SQS, QUEUE, JsonCodec.tree()).write(items);
    assertThat(result.storedItems()).isBetween(1, ITEMS - 1);
    result = new DynamoDbSink<>(() -> DYNAMO, TABLE, List.of("id"), Attributes::of).write(items);
    assertThat(result.storedItems()).isBetween(1, ITEMS - 1);
  }

  private static <T> void require(Codec<T> codec, Function<T, String> key, Consumer<Sink<T>> test) {
    var stream = new MemoryStream(2);
    try (EventProducer<T> producer =
        EventProducer.builder(codec, key)
            .to(stream, stream)
            .options(ProducerOptions.builder().deliveryTimeout(Duration.ofMinutes(10)).build())
            .open()) {
      test.accept(new KinesisSink<>(producer, Duration.ofMinutes(5)));
    }
  }

  private static void require(Sink<ObjectNode> sink, long seed) {
    List<ObjectNode> items = new PoisonItems(seed).some(ITEMS);
    WriteResult result = sink.write(items);
    for (int i = 0; i < ITEMS; i++) {
      assertThat(result.of(i)).as("item %d", i).isNotInstanceOf(ItemOutcome.Failed.class);
      if (i % PoisonItems.GOOD_EACH == 0) {
        assertThat(result.of(i)).as("good item %d", i).isInstanceOf(ItemOutcome.Stored.class);
      }
    }
  }

  private static String identity(ObjectNode item) {
    return item.path("id").asText("");
  }

  /** Both HTTP services take everything. */
  private static String answer(String body) {
    if (body.startsWith("{\"Id\"")) {
      return "{\"Status\":\"FINISHED\"}";
    }
    if (body.startsWith("{\"WorkgroupName\"")) {
      return "{\"Id\":\"1\"}";
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var items = answer.putArray("items");
    String[] lines = body.split("\n", -1);
    for (int i = 0; i + 1 < lines.length; i += 2) {
      items.addObject().putObject("index").put("status", 201);
    }
    return answer.toString();
  }

  /** Items that somebody sends by mistake, or on purpose, and good ones among them. */
  private static final class PoisonItems {
    static final int GOOD_EACH = 20;

    private final Random random;

    PoisonItems(long seed) {
      random = new Random(seed);
    }

    List<ObjectNode> some(int count) {
      List<ObjectNode> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(i % GOOD_EACH == 0 ? good() : bad());
      }
      return items;
    }

    DeadLetter letter(int number) {
      String odd = List.of("", "\uFFFE", "\uD800", "x".repeat(300_000)).get(random.nextInt(4));
      return new DeadLetter(
          "stage" + odd,
          "reason" + odd,
          new RecordPosition("shardId-000000000000", "1", number),
          EventRecord.of(
              "key" + odd.substring(0, Math.min(1, odd.length())),
              new byte[random.nextInt(10) == 0 ? 900_000 : random.nextInt(100)]));
    }

    private ObjectNode good() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("id", "good-" + random.nextLong())
          .put("date", "1");
    }

    private ObjectNode bad() {
      ObjectNode item = good();
      switch (random.nextInt(12)) {
        case 0 -> item.put("id", "");
        case 1 -> item.remove("id");
        case 2 -> item.put("id", "i".repeat(600));
        case 3 -> item.put("id", "\uFFFE\uFFFF");
        case 4 -> item.put("id", random.nextInt());
        case 5 -> item.putObject("id").put("a", 1);
        case 6 -> item.put("n", new BigDecimal("1e400"));
        case 7 -> item.put("n", new BigInteger("9".repeat(45)));
        case 8 -> item.set("deep", deep(40));
        case 9 -> item.put("large", "x".repeat(random.nextInt(4) == 0 ? 1_100_000 : 450_000));
        case 10 -> item.put("date", "x/../y\u0000" + "z".repeat(2_000));
        default -> item.put("", 1).putNull("null");
      }
      return item;
    }

    private static JsonNode deep(int depth) {
      try {
        return JSON.readTree("[".repeat(depth) + "]".repeat(depth));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
