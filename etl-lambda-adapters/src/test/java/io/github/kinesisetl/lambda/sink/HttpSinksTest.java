// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sinks over the JDK's HTTP client, against a server that answers what a test says. */
class HttpSinksTest {

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "{}";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] bytes = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void openSearch_bulk_tellsStoredConflictingRefusedAndBusyApart() {
    var sink = openSearch();
    List<ObjectNode> items =
        List.of(SinksTest.event("a", "1"), SinksTest.event("b", "2"), SinksTest.event("c", "3"));
    answer =
        "{\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":409}},"
            + "{\"index\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\"}}}]}";
    assertThat(sink.write(items))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class,
            refused ->
                assertThat(refused.reasonsByIndex())
                    .containsEntry(2, "OpenSearch refuses the document: mapper_parsing_exception"));
    assertThat(bodies.get(0))
        .startsWith(
            """
            {"index":{"_id":"a","version":1,"version_type":"external_gte"}}
            {"id":"a","date":"1"}
            """);
    answer = "{\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":429}}]}";
    assertThat(sink.write(items.subList(0, 2)))
        .isEqualTo(new WriteResult.Partial(1, "OpenSearch answered 429 for a document"));
    status = 503;
    assertThat(sink.write(items)).isEqualTo(new WriteResult.Partial(0, "OpenSearch answered 503"));
    server.stop(0);
    assertThat(sink.write(items)).isInstanceOf(WriteResult.Partial.class);
  }

  @Test
  void redshift_alerts_areSentAsStatementsThatInsertOnce() throws Exception {
    var sink =
        new RedshiftSink<ObjectNode>(
            URI.create(endpoint() + "/"),
            new RedshiftSink.Target("wg", "dev", "public.alerts"),
            alert -> new AlertRow(alert.path("id").asText(), "raised", alert.toString()),
            RequestSigner.NONE);
    List<ObjectNode> alerts = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      alerts.add(SinksTest.event("it's " + i, "d"));
    }
    assertThat(sink.write(alerts)).isEqualTo(new WriteResult.Complete());
    assertThat(bodies).hasSize(2);
    JsonNode request = new ObjectMapper().readTree(bodies.get(0));
    assertThat(request.get("WorkgroupName").asText()).isEqualTo("wg");
    assertThat(request.get("Sqls")).hasSize(40);
    assertThat(request.get("Sqls").get(0).asText())
        .isEqualTo(
            "INSERT INTO public.alerts (alert_id, state, body) SELECT 'it''s 0', 'raised',"
                + " '{\"id\":\"it''s 0\",\"date\":\"d\"}' WHERE NOT EXISTS (SELECT 1 FROM public.alerts"
                + " WHERE alert_id = 'it''s 0' AND state = 'raised')");
    status = 400;
    assertThat(sink.write(alerts))
        .isEqualTo(new WriteResult.Partial(0, "the Redshift Data API answered 400"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RedshiftSink.Target("wg", "dev", "alerts; DROP TABLE x"));
  }

  /** The example "get-vanilla" of AWS's test suite for Signature Version 4. */
  @Test
  void sigV4_exampleOfAws_isSignedAsTheySay() {
    var signer =
        new SigV4(
            "service",
            "us-east-1",
            () ->
                new SigV4.Credentials(
                    "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""),
            () -> Instant.parse("2015-08-30T12:36:00Z"));
    URI address = URI.create("https://example.amazonaws.com/");
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    signer.sign(request, "GET", address, new byte[0]);
    assertThat(request.build().headers().firstValue("Authorization"))
        .contains(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date,"
                + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    assertThat(new SigV4.Credentials("id", "secret", "token")).hasToString("Credentials[id]");
  }

  private OpenSearchSink<ObjectNode> openSearch() {
    return new OpenSearchSink<>(
        URI.create(endpoint() + "/events"),
        JsonCodec.tree(),
        event ->
            new OpenSearchSink.Document(event.path("id").asText(), event.path("date").asLong()),
        RequestSigner.NONE);
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
