// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.lambda.idempotency.StoreException;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.sns.SnsService;
import io.github.kinesisetl.local.sqs.SqsService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The sinks against etl-local; the same services by others are asked in {@code OracleTest}. */
class SinksTest {

  private static final KinesisLocal LOCAL = KinesisLocal.start();
  private static final S3Client S3 = client(S3Client.builder()).forcePathStyle(true).build();
  private static final SqsClient SQS = client(SqsClient.builder()).build();
  private static final SnsClient SNS = client(SnsClient.builder()).build();
  private static final DynamoDbClient DYNAMO = client(DynamoDbClient.builder()).build();

  @BeforeAll
  static void createQueueBucketAndTables() {
    LOCAL.service(SqsService.class).createQueue("items");
    LOCAL.service(S3Service.class).createBucket("lake");
    createTable(DYNAMO, "events");
    createTable(DYNAMO, "done");
  }

  @AfterAll
  static void close() {
    List.of(S3, SQS, SNS, DYNAMO).forEach(client -> client.close());
    LOCAL.close();
  }

  @Test
  void s3_sameItemsTwice_stayOneObjectAPartition() throws Exception {
    try (var sink =
        new S3Sink<>(
            () -> S3,
            new S3Sink.Location("lake", "events/"),
            JsonCodec.tree(),
            event -> "event_date=" + event.path("date").asText(),
            Compressor.gzip())) {
      List<ObjectNode> items = List.of(event("a", "d1"), event("b", "d2"), event("c", "d1"));
      assertThat(sink.write(items)).isEqualTo(new WriteResult.Complete());
      assertThat(sink.write(items)).isEqualTo(new WriteResult.Complete());
    }
    List<S3Object> objects = S3.listObjectsV2(r -> r.bucket("lake").prefix("events/")).contents();
    assertThat(objects).hasSize(2);
    assertThat(objects.get(0).key()).matches("events/event_date=d1/[0-9a-f]{64}\\.jsonl\\.gz");
    byte[] bytes =
        S3.getObjectAsBytes(r -> r.bucket("lake").key(objects.get(0).key())).asByteArray();
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(new String(gzip.readAllBytes(), UTF_8))
          .isEqualTo("{\"id\":\"a\",\"date\":\"d1\"}\n{\"id\":\"c\",\"date\":\"d1\"}\n");
    }
  }

  @Test
  void s3_bucketThatIsNotThere_isAFailureToRepeat() {
    try (var sink =
        new S3Sink<>(
            () -> S3,
            new S3Sink.Location("nowhere", ""),
            JsonCodec.tree(),
            event -> "",
            Compressor.zstd(1))) {
      assertThat(sink.write(List.of(event("a", "d"))))
          .isEqualTo(new WriteResult.Partial(0, "S3 answered NoSuchBucket"));
    }
  }

  @Test
  void sqs_manyAndOneTooLarge_sendsTheOthers() {
    String url = LOCAL.endpoint() + "/000000000000/items";
    var sink = new SqsSink<>(() -> SQS, url, JsonCodec.tree());
    List<ObjectNode> items = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      items.add(event("m" + i, "d"));
    }
    items.add(3, event("x".repeat(SqsSink.MAX_BYTES), "d"));
    assertThat(sink.write(items))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class,
            refused -> assertThat(refused.reasonsByIndex()).containsOnlyKeys(3));
    assertThat(receiveAll(url)).hasSize(25);
    assertThat(sink.write(List.of())).isEqualTo(new WriteResult.Complete());
  }

  @Test
  void sns_sameAlertTwice_isPublishedOnce() {
    String topic = SNS.createTopic(r -> r.name("alerts")).topicArn();
    var sink =
        new SnsSink<>(() -> SNS, topic, JsonCodec.tree(), alert -> alert.path("id").asText());
    assertThat(sink.write(List.of(event("a1", "d"), event("a2", "d"), event("a1", "d"))))
        .isEqualTo(new WriteResult.Complete());
    assertThat(sink.write(List.of(event("a2", "d"), event("a3", "d"))))
        .isEqualTo(new WriteResult.Complete());
    assertThat(LOCAL.service(SnsService.class).published("alerts")).hasSize(3);
  }

  @Test
  void sns_topicThatIsNotThere_isAFailureToRepeat() {
    var sink =
        new SnsSink<>(
            () -> SNS,
            "arn:aws:sns:us-east-1:000000000000:none",
            JsonCodec.tree(),
            alert -> alert.path("id").asText());
    assertThat(sink.write(List.of(event("a", "d"))))
        .isEqualTo(new WriteResult.Partial(0, "SNS answered NotFound"));
  }

  @Test
  void dynamoDb_sameKeysTwiceAndOneWithoutKey_keepsTheLastOfEach() {
    var sink = new DynamoDbSink<ObjectNode>(() -> DYNAMO, "events", List.of("id"), Attributes::of);
    List<ObjectNode> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      items.add(event("e" + i % 40, "d" + i));
    }
    items.add(JsonNodeFactory.instance.objectNode().put("no", "key"));
    assertThat(sink.write(items))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class,
            refused -> assertThat(refused.reasonsByIndex()).containsOnlyKeys(60));
    assertThat(DYNAMO.scan(r -> r.tableName("events")).count()).isEqualTo(40);
    assertThat(dateOf("e3")).isEqualTo("d43");
    assertThat(dateOf("e39")).isEqualTo("d39");
  }

  @Test
  void idempotencyStore_idsOfAShard_areKnownUntilTheyExpire() {
    var now = new Instant[] {Instant.ofEpochSecond(1_700_000_000)};
    var store =
        new DynamoDbIdempotencyStore(() -> DYNAMO, "done", Duration.ofHours(1), () -> now[0]);
    assertThat(store.mayKnow("shard-1")).isFalse();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      ids.add("id" + i);
    }
    store.remember("shard-1", ids);
    store.remember("shard-1", List.of("id1"));
    ids.add("other");
    assertThat(store.mayKnow("shard-1")).isTrue();
    assertThat(store.mayKnow("shard-2")).isFalse();
    assertThat(store.done("shard-1", ids)).hasSize(130).doesNotContain("other");
    now[0] = now[0].plus(Duration.ofHours(2));
    assertThat(store.done("shard-1", ids)).isEmpty();
    store.remember("shard-1", List.of("id1"));
    assertThat(store.done("shard-1", ids)).containsExactly("id1");
  }

  @Test
  void idempotencyStore_tableThatIsNotThere_saysSo() {
    var store =
        new DynamoDbIdempotencyStore(
            () -> DYNAMO, "none", Duration.ofHours(1), () -> Instant.EPOCH);
    Assertions.assertThatThrownBy(() -> store.mayKnow("s"))
        .isInstanceOf(StoreException.class)
        .hasMessage("DynamoDB answered ResourceNotFoundException");
  }

  @Test
  void location_prefixWithoutSlash_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new S3Sink.Location("b", "p"));
  }

  @Test
  void location_ofAnAddress_endsInASlash() {
    assertThat(S3Sink.Location.of("s3://b/p/q")).isEqualTo(new S3Sink.Location("b", "p/q/"));
    assertThat(S3Sink.Location.of("s3://b_1/p/")).isEqualTo(new S3Sink.Location("b_1", "p/"));
    assertThat(S3Sink.Location.of("s3://b")).isEqualTo(new S3Sink.Location("b", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Sink.Location.of("s3:///p"))
        .withMessage("address must be s3://<bucket>/<prefix>, but is s3:///p");
  }

  static void createTable(DynamoDbClient client, String name) {
    client.createTable(r ->
        r.tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType("HASH").build())
            .attributeDefinitions(
                AttributeDefinition.builder().attributeName("id").attributeType("S").build()));
  }

  static ObjectNode event(String id, String date) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("date", date);
  }

  static DeadLetter letter(byte[] bytes) {
    return new DeadLetter(
        "check", "bad", new RecordPosition("s", "1", 0), EventRecord.of("key", bytes));
  }

  static <B extends AwsClientBuilder<B, C>, C> B client(B builder) {
    return client(builder, LOCAL.endpoint());
  }

  static <B extends AwsClientBuilder<B, C>, C> B client(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }

  private static String dateOf(String id) {
    return dateOf(DYNAMO, id);
  }

  static String dateOf(DynamoDbClient client, String id) {
    AttributeValue date =
        client
            .getItem(r -> r.tableName("events").key(Map.of("id", AttributeValue.fromS(id))))
            .item()
            .get("date");
    return date == null ? "" : date.s();
  }

  private static List<Message> receiveAll(String url) {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some = SQS.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }
}
