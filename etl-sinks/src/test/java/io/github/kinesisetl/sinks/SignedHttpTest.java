// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a request over the JDK's client does when its service behaves oddly. */
class SignedHttpTest {

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> signedAt = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private URI endpoint;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void send_answerThatStopsInTheMiddle_endsWithTheTimeOut() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var http = new SignedHttp(RequestSigner.NONE, Duration.ofMillis(50));
    assertThatThrownBy(() -> http.send("POST", endpoint, Map.of(), new RecordBuffer(1)))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no whole answer within PT0.05S");
  }

  @Test
  void send_byAClockThatIsWrong_followsTheServicesClock() throws Exception {
    server.createContext(
        "/",
        exchange -> { // the server says what time it is
          signedAt.add(exchange.getRequestHeaders().getFirst("X-Amz-Date"));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key"));
    var signer = new AwsRequestSigner("es", "eu-central-1", credentials, wrong);
    var http = new SignedHttp(signer, Duration.ofMinutes(1));
    String soon = stamp(Instant.now().minus(Duration.ofHours(1)));
    for (int i = 0; i < 2; i++) {
      assertThat(http.send("POST", endpoint, Map.of(), new RecordBuffer(1)).statusCode())
          .isEqualTo(403);
    }
    assertThat(signedAt.get(0)).isLessThan(soon);
    assertThat(signedAt.get(1)).isGreaterThan(soon);
  }

  private static String stamp(Instant instant) {
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
        .withZone(ZoneOffset.UTC)
        .format(instant);
  }
}
