// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.local.services.ForkedServer;
import io.github.kinesisetl.sinks.store.DynamoDbIdempotencyStore;
import io.github.kinesisetl.testing.IdempotencyStoreContract;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The contracts of sinks and stores against servers that others wrote; run it with the Maven
 * profile {@code oracle}. There is no such server for SNS and the Redshift Data API; PostgreSQL
 * judges the latter's statements.
 */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
class SinksOracleTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Nested
  class ElasticMqAndS3Proxy extends LetterContract {
    @RegisterExtension
    static final Servers servers = new Servers(ForkedServer::elasticMq, ForkedServer::s3Proxy);

    @Override
    protected Service<DeadLetter> open() {
      return DeadLetterSinksTest.toSqs(servers.endpoint(0), servers.endpoint(1));
    }
  }

  @Nested
  class ElasticMq extends EventContract {
    @RegisterExtension static final Servers servers = new Servers(ForkedServer::elasticMq);

    @Override
    protected Service<ObjectNode> open() {
      return SqsSinkTest.over(servers.endpoint(0));
    }
  }

  @Nested
  class S3Proxy extends EventContract {
    @RegisterExtension static final Servers servers = new Servers(ForkedServer::s3Proxy);

    @Override
    protected Service<ObjectNode> open() {
      return S3SinkTest.over(servers.endpoint(0));
    }

    @Override
    protected Optional<ObjectNode> poisoned(int number) {
      return Optional.of(event(number).put("date", "x".repeat(1_000)));
    }
  }

  @Nested
  class S3ProxyForLetters extends LetterContract {
    @RegisterExtension static final Servers servers = new Servers(ForkedServer::s3Proxy);

    @Override
    protected Service<DeadLetter> open() {
      return S3SinkTest.over(servers.endpoint(0), new DeadLetterCodec(), letter -> "");
    }
  }

  @Nested
  class DynamoDbLocal extends EventContract {
    @RegisterExtension static final Servers servers = new Servers(ForkedServer::dynamoDb);

    @Override
    protected Service<ObjectNode> open() {
      return DynamoDbSinkTest.over(servers.endpoint(0));
    }

    @Override
    protected Optional<ObjectNode> poisoned(int number) {
      return Optional.of(event(number).put("large", "x".repeat(500_000)));
    }
  }

  @Nested
  class DynamoDbLocalForIds extends IdempotencyStoreContract {
    @RegisterExtension static final Servers servers = new Servers(ForkedServer::dynamoDb);

    @Override
    protected IdempotencyStore store(InstantSource clock) {
      DynamoDbClient client = LocalAws.dynamoDb(servers.endpoint(0));
      return new DynamoDbIdempotencyStore(() -> client, LocalAws.newTable(client), LIFE, clock);
    }
  }

  @Test
  void openSearch_sameOlderAndBrokenDocuments_areToldApart(@TempDir Path data) throws Exception {
    try (var server = ForkedOracle.openSearch(data)) {
      URI index = server.endpoint().resolve("/events");
      var sink = OpenSearchSinkTest.sink(server.endpoint());
      assertThat(sink.write(List.of(event(1, "2"), event(2, "1"))))
          .isEqualTo(WriteResult.stored(2));
      assertThat(sink.write(List.of(event(1, "1"), event(2, "5"), event(2, "5"))))
          .isEqualTo(WriteResult.stored(3));
      assertThat(get(index + "/_doc/i-1").path("_source").path("date").asText()).isEqualTo("2");
      assertThat(get(index + "/_doc/i-2").path("_version").asInt()).isEqualTo(5);
      ObjectNode broken = EventContract.event(3);
      broken.putObject("date").put("an object", "where a text was");
      WriteResult result = sink.write(List.of(event(4, "1"), broken, event(5, "1")));
      assertThat(result.storedItems()).isEqualTo(2);
      assertThat(result.of(1))
          .isInstanceOfSatisfying(
              ItemOutcome.Refused.class,
              refused -> assertThat(refused.reason()).startsWith("OpenSearch answered HTTP 400"));
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

  private static ObjectNode event(int number, String date) {
    return EventContract.event(number).put("date", date);
  }

  private static URL[] urls() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : ForkedOracle.classPath("postgres").split(File.pathSeparator, -1)) {
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

  /** Servers that run while the tests of one contract do. */
  private static final class Servers implements BeforeAllCallback, AfterAllCallback {
    private final List<Starter> starters;
    private final List<ForkedServer> running = new ArrayList<>();

    Servers(Starter... starters) {
      this.starters = List.of(starters);
    }

    URI endpoint(int server) {
      return running.get(server).endpoint();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      for (Starter starter : starters) {
        running.add(starter.start());
      }
    }

    @Override
    public void afterAll(ExtensionContext context) {
      running.forEach(ForkedServer::close);
    }
  }

  /** Starts a server. */
  @FunctionalInterface
  private interface Starter {
    ForkedServer start() throws Exception;
  }
}
