// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.lambda.deploy.AnomalyDetector;
import io.github.kinesisetl.lambda.deploy.DataEnricher;
import io.github.kinesisetl.lambda.deploy.FirehoseTransform;
import io.github.kinesisetl.lambda.deploy.StreamProcessor;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.sns.SnsService;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.testing.lambda.FunctionProcess;
import io.github.kinesisetl.testing.lambda.FunctionProcess.Function;
import io.github.kinesisetl.testing.lambda.FunctionProcess.FunctionRuntime;
import io.github.kinesisetl.testing.lambda.RuntimeApi.Reply;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;

/** The jars as a team deploys them, each in a process of its own, with variables only. */
class DeployedJarsTest {

  private static final int DAYS = 60;
  private static final String JARS = System.getProperty("function.jars", "");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS) // the logs of a failure stay
  Path folder;

  private final KinesisLocal local =
      KinesisLocal.start().createStream("events", 1).createStream("analytics", 1);
  private final S3Client s3 = client(S3Client.builder()).forcePathStyle(true).build();
  private final SnsClient sns = client(SnsClient.builder()).build();
  private final DynamoDbClient dynamoDb = client(DynamoDbClient.builder()).build();
  private final KinesisClient kinesis = client(KinesisClient.builder()).build();

  DeployedJarsTest() {
    local.service(S3Service.class).createBucket("lake").createBucket("letters");
  }

  @BeforeAll
  static void requireJars() {
    assumeFalse(JARS.isEmpty(), "the jars are there when the build has packaged them");
  }

  @AfterEach
  void close() {
    List.of(s3, sns, dynamoDb, kinesis).forEach(client -> client.close());
    local.close();
  }

  /** Lambda's client on each Java that is here, and our loop on the one that runs the tests. */
  static Stream<Arguments> runtimes() throws IOException {
    List<Path> javas = FunctionProcess.javaHomes();
    return Stream.concat(
        javas.stream().map(java -> Arguments.of(java, FunctionRuntime.CLIENT)),
        Stream.of(Arguments.of(javas.get(0), FunctionRuntime.LOOP)));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void threeJars_wiredAsInfraWiresThem_normalizeEnrichAndAlert(Path java, FunctionRuntime by)
      throws Exception {
    String topic = sns.createTopic(r -> r.name("alerts")).topicArn();
    createTable("series");
    createTable("done");
    try (FunctionProcess processor =
            start(java, by, "stream-processor", StreamProcessor.class, "kinesis:analytics");
        FunctionProcess enricher =
            start(java, by, "data-enricher", DataEnricher.class, "s3://lake/events/");
        FunctionProcess detector =
            start(java, by, "anomaly-detector", AnomalyDetector.class, "sns:" + topic);
        EventSourceMapping first = map("events", processor);
        EventSourceMapping second = map("analytics", enricher);
        EventSourceMapping third = map("analytics", detector)) {
      putEvents();
      for (EventSourceMapping mapping : List.of(first, second, third)) {
        assertThat(mapping.awaitCaughtUp(Duration.ofMinutes(1))).isTrue();
        assertThat(mapping.metrics().retries()).isZero();
      }
      for (FunctionProcess function : List.of(processor, enricher, detector)) {
        assertThat(function.output())
            .contains("\"Namespace\":\"etl\"", "lambda.recordsDone")
            .doesNotContain("Firefox", "\"series\"");
      }
    }
    List<String> enriched = lines("lake");
    assertThat(enriched).hasSize(24 * DAYS + 1);
    assertThat(enriched).filteredOn(line -> line.contains("Firefox")).hasSize(1);
    assertThat(lines("letters")).singleElement().asString().contains("\"stage\":\"validate\"");
    assertThat(local.service(SnsService.class).published("alerts"))
        .extracting(Object::toString)
        .filteredOn(alert -> alert.contains("raised"))
        .singleElement()
        .asString()
        .contains("2026-02-20T1");
    assertThat(dynamoDb.scan(r -> r.tableName("series")).items())
        .singleElement()
        .satisfies(item -> assertThat(item).containsEntry("id", AttributeValue.fromS("s")));
  }

  @Test
  void handlersInAnyJar_aProcessorOfOnesOwnAndFirehose_answer() throws Exception {
    Path java = FunctionProcess.javaHomes().get(0);
    byte[] large = "{\"amount\":1700}".getBytes(UTF_8);
    try (FunctionProcess own =
        start(java, FunctionRuntime.CLIENT, "stream-processor", LargeOrders.class, "s3://lake/")) {
      assertThat(own.invoke(kinesisEvent(large)).text()).isEqualTo("{\"batchItemFailures\":[]}");
    }
    assertThat(lines("lake")).singleElement().asString().contains("1700");
    try (FunctionProcess firehose =
        start(
            java, FunctionRuntime.CLIENT, "stream-processor", FirehoseTransform.class, "s3://x/")) {
      String answer = firehose.invoke(firehoseEvent("{\"n\":1}", "no JSON")).text();
      assertThat(answer)
          .contains("\"recordId\":\"r0\",\"result\":\"Ok\"")
          .contains("\"recordId\":\"r1\",\"result\":\"ProcessingFailed\"");
    }
  }

  private FunctionProcess start(
      Path java, FunctionRuntime by, String jar, Class<?> handler, String sink) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("ETL_SINK", sink);
    environment.put("ETL_DEAD_LETTERS", "s3://letters/dead/");
    environment.put("ETL_METRICS_NAMESPACE", "etl");
    environment.put("ETL_ID_FIELDS", "alert_id,state");
    if (handler == StreamProcessor.class) {
      environment.put("ETL_IDEMPOTENCY", "dynamodb:done");
    }
    environment.put("ETL_DETECTOR_STATE", "dynamodb:series"); // only the detector reads it
    environment.put("AWS_ENDPOINT_URL", local.endpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    String classPath = JARS + "-" + jar + ".jar";
    if (by == FunctionRuntime.CLIENT) {
      classPath += File.pathSeparator + runtimeClient();
    }
    FunctionProcess function =
        FunctionProcess.start(
            new Function(
                java,
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx300m"),
                classPath,
                by,
                handler.getName(),
                environment),
            folder.resolve(jar + ".log"));
    requireHealth(function);
    return function;
  }

  /** Also lets one function start after the other: Lambda's client unpacks to one path in /tmp. */
  private static void requireHealth(FunctionProcess function) throws IOException {
    assertThat(function.invoke("{\"test\": true}".getBytes(UTF_8)).text())
        .contains("\"status\":\"ok\"", "\"ETL_DEAD_LETTERS\":\"s3://letters/dead/\"");
  }

  private void createTable(String name) {
    dynamoDb.createTable(r ->
        r.tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName("id")
                    .attributeType(ScalarAttributeType.S)
                    .build()));
  }

  /** What Lambda adds to the class path of a function. */
  private static String runtimeClient() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.matches(".*(aws-lambda-java-(runtime|serial)|utils-lite)[^/]*jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private EventSourceMapping map(String stream, FunctionProcess function) {
    return local
        .map(
            stream,
            payload -> {
              Reply reply = function.invoke(payload);
              if (reply.failed()) {
                throw new IOException(reply.text());
              }
              return reply.body();
            })
        .start();
  }

  /** A series with a peak in its fiftieth day, a click, and one event that is none. */
  private void putEvents() throws Exception {
    List<PutResult> fates = Collections.synchronizedList(new ArrayList<>());
    try (EventProducer<ObjectNode> producer =
        EventProducer.builder(JsonCodec.tree(), event -> "k")
            .to(KinesisStream.of(kinesis, "events"))
            .open()) {
      Instant start = Instant.parse("2026-01-01T00:00:00Z");
      for (int hour = 0; hour < 24 * DAYS; hour++) {
        double peak = hour == 24 * 50 + 12 ? 2_000 : 0;
        producer.put(
            event("metric", start.plus(Duration.ofHours(hour)))
                .put("series", "s")
                .put("value", 100 + 50 * Math.sin(hour * Math.PI / 12) + peak),
            fates::add);
      }
      String agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
      producer.put(event("click", start).put("user_agent", agent), fates::add);
      producer.put(JsonNodeFactory.instance.objectNode().put("event_type", "metric"), fates::add);
      assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
    }
    assertThat(fates).hasSize(24 * DAYS + 2).hasOnlyElementsOfType(PutResult.Accepted.class);
  }

  private static ObjectNode event(String type, Instant time) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("event_type", type)
        .put("timestamp", time.toString());
  }

  private List<String> lines(String bucket) throws IOException {
    List<String> lines = new ArrayList<>();
    for (S3Object object : s3.listObjectsV2(r -> r.bucket(bucket)).contents()) {
      byte[] bytes = s3.getObjectAsBytes(r -> r.bucket(bucket).key(object.key())).asByteArray();
      try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        new String(gzip.readAllBytes(), UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  private <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(local.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }

  private static byte[] kinesisEvent(byte[] data) {
    return "{\"Records\":[{\"kinesis\":{\"partitionKey\":\"k\",\"sequenceNumber\":\"1\",\"data\":\"%s\"}}]}"
        .formatted(base64(data))
        .getBytes(UTF_8);
  }

  private static byte[] firehoseEvent(String first, String second) {
    return "{\"records\":[{\"recordId\":\"r0\",\"data\":\"%s\"},{\"recordId\":\"r1\",\"data\":\"%s\"}]}"
        .formatted(base64(first.getBytes(UTF_8)), base64(second.getBytes(UTF_8)))
        .getBytes(UTF_8);
  }

  private static String base64(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }
}
