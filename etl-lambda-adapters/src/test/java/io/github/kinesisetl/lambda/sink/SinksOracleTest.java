// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The sinks against servers that others wrote; run it with the Maven profile {@code oracle}. There
 * is no such server for SNS and the Redshift Data API; PostgreSQL judges the latter's statements.
 */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
class SinksOracleTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void s3Proxy_sameItemsTwice_stayOneObject() throws Exception {
    try (var server = ForkedOracle.s3Proxy();
        S3Client client = s3(server);
        var sink =
            new S3Sink<>(
                () -> client,
                new S3Sink.Location("lake", "events/"),
                JsonCodec.tree(),
                event -> "event_date=" + event.path("date").asText(),
                Compressor.zstd(1))) {
      client.createBucket(r -> r.bucket("lake"));
      List<ObjectNode> items = List.of(SinksTest.event("a", "d1"), SinksTest.event("b", "d1"));
      assertThat(sink.write(items)).isEqualTo(new WriteResult.Complete());
      assertThat(sink.write(items)).isEqualTo(new WriteResult.Complete());
      assertThat(client.listObjectsV2(r -> r.bucket("lake")).contents())
          .singleElement()
          .satisfies(object ->
              assertThat(object.key()).matches("events/event_date=d1/[0-9a-f]{64}\\.jsonl\\.zst"));
    }
  }

  @Test
  void dynamoDbLocal_itemsAndIds_areKept() throws Exception {
    try (var server = ForkedOracle.dynamoDb();
        DynamoDbClient client = dynamoDb(server)) {
      SinksTest.createTable(client, "events");
      SinksTest.createTable(client, "done");
      var sink =
          new DynamoDbSink<ObjectNode>(() -> client, "events", List.of("id"), Attributes::of);
      List<ObjectNode> items = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        items.add(SinksTest.event("e" + i % 40, "d" + i));
      }
      assertThat(sink.write(items)).isEqualTo(new WriteResult.Complete());
      assertThat(client.scan(r -> r.tableName("events")).count()).isEqualTo(40);
      assertThat(SinksTest.dateOf(client, "e3")).isEqualTo("d43");
      var now = new Instant[] {Instant.ofEpochSecond(1_700_000_000)};
      var store =
          new DynamoDbIdempotencyStore(() -> client, "done", Duration.ofHours(1), () -> now[0]);
      assertThat(store.mayKnow("s")).isFalse();
      store.remember("s", List.of("a", "b"));
      store.remember("s", List.of("a"));
      assertThat(store.done("s", List.of("a", "b", "c"))).containsExactlyInAnyOrder("a", "b");
      now[0] = now[0].plus(Duration.ofHours(2));
      assertThat(store.mayKnow("s")).isFalse();
    }
  }

  @Test
  void openSearch_sameAndOlderVersions_changeNothing(@TempDir Path data) throws Exception {
    try (var server = ForkedOracle.openSearch(data)) {
      URI index = server.endpoint().resolve("/events");
      var sink =
          new OpenSearchSink<ObjectNode>(
              index,
              JsonCodec.tree(),
              event ->
                  new OpenSearchSink.Document(
                      event.path("id").asText(), event.path("date").asLong()),
              RequestSigner.NONE);
      assertThat(sink.write(List.of(SinksTest.event("a", "2"), SinksTest.event("b", "1"))))
          .isEqualTo(new WriteResult.Complete());
      ObjectNode older = SinksTest.event("a", "1");
      ObjectNode newer = SinksTest.event("b", "5");
      assertThat(sink.write(List.of(older, newer, SinksTest.event("b", "5"))))
          .isEqualTo(new WriteResult.Complete());
      assertThat(get(index + "/_doc/a").path("_source").path("date").asText()).isEqualTo("2");
      assertThat(get(index + "/_doc/b").path("_version").asInt()).isEqualTo(5);
      ObjectNode broken = SinksTest.event("c", "1");
      broken.putObject("date").put("an object", "where a text was");
      assertThat(sink.write(List.of(broken)))
          .isInstanceOfSatisfying(
              WriteResult.Refused.class,
              refused ->
                  assertThat(refused.reasonsByIndex().get(0))
                      .startsWith("OpenSearch refuses the document"));
    }
  }

  @Test
  void postgreSql_alertInsertedTwiceWithAnyCharacters_isOneRowAsItWas() throws Exception {
    List<String> bodies = List.of("{\"a\":\"it's\"}", "back\\slash 'quote' \\'", "ключ 😀");
    try (var loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass("io.zonky.test.db.postgres.embedded.EmbeddedPostgres");
      Object postgres = type.getMethod("start").invoke(null);
      try (AutoCloseable closing = (AutoCloseable) postgres) {
        assertThat(closing).isNotNull();
        var source = (DataSource) type.getMethod("getPostgresDatabase").invoke(postgres);
        try (Connection connection = source.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute(
              "CREATE TABLE alerts (alert_id varchar, state varchar, body varchar(65535))");
          for (String body : bodies) {
            String insert = new AlertRow(body, "raised", body).insertInto("alerts");
            assertThat(statement.executeUpdate(insert)).isEqualTo(1);
            assertThat(statement.executeUpdate(insert)).isZero();
          }
          List<String> found = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery("SELECT body FROM alerts")) {
            while (rows.next()) {
              found.add(rows.getString(1));
            }
          }
          assertThat(found).containsExactlyElementsOf(bodies);
        }
      }
    }
  }

  static DynamoDbClient dynamoDb(ForkedOracle server) {
    return SinksTest.client(DynamoDbClient.builder(), server.endpoint())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .build();
  }

  private static S3Client s3(ForkedOracle server) {
    return SinksTest.client(S3Client.builder(), server.endpoint()).forcePathStyle(true).build();
  }

  private static URL[] urls() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        ForkedOracle.classPath(Path.of("oracle", "postgres")).split(File.pathSeparator, -1)) {
      urls.add(url(entry));
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(String entry) throws MalformedURLException {
    return new File(entry).toURI().toURL();
  }

  private static JsonNode get(String address) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    return JSON.readTree(answer.body());
  }
}
