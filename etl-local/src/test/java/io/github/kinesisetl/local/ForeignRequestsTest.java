// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.RawConnection.Response;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of browsers' pages and for services that are not here: refused by name. */
class ForeignRequestsTest {

  private final KinesisLocal server =
      KinesisLocal.builder().host("kinesis.dev.example.com").start().createStream("s", 1);

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "https://evil.example:4567", "null", "file://"})
  void post_ofAForeignPage_isRefused(String origin) throws Exception {
    assertThat(listStreams("Host: 127.0.0.1\r\nOrigin: " + origin).status).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:1"})
  void post_ofALocalPage_isAnswered(String origin) throws Exception {
    assertThat(listStreams("Host: 127.0.0.1\r\nOrigin: " + origin).status).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:4567", "127.0.0.1.evil.example", "a.b:1:2"})
  void post_toAForeignName_isRefusedWithTheRemedy(String host) throws Exception {
    Response response = listStreams("Host: " + host);

    assertThat(response.status).isEqualTo(400);
    assertThat(response.headers).containsEntry("x-amzn-errortype", "AccessDeniedException");
    assertThat(new String(response.body, UTF_8)).contains("--host").doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4567",
        "localhost",
        "[::1]:4567",
        "kinesis-local:4567",
        "host.docker.internal",
        "kinesis.us-east-1.amazonaws.com",
        "a.localhost",
        "KINESIS.dev.example.com:80"
      })
  void post_toAnOwnName_isAnswered(String host) throws Exception {
    assertThat(listStreams("Host: " + host).status).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda", "monitoring", "kms", "sts", "s3"})
  void send_signedForAServiceThatIsNotHere_saysSo(String service) throws Exception {
    String head =
        "GET /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256"
            + " Credential=AKIDEXAMPLE/20260101/us-east-1/"
            + service
            + "/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n";
    try (var connection = new RawConnection(server)) {
      Response response = connection.send(head.getBytes(ISO_8859_1));

      assertThat(response.status).isEqualTo(400);
      assertThat(response.headers).containsEntry("x-amzn-errortype", "UnknownOperationException");
      assertThat(new String(response.body, UTF_8)).contains("'" + service + "'");
    }
  }

  @Test
  void host_notAName_isRefused() {
    assertThatThrownBy(() -> KinesisLocal.builder().host("a:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host must match");
  }

  private Response listStreams(String headers) throws IOException {
    String request =
        "POST / HTTP/1.1\r\n"
            + headers
            + "\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\n"
            + "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}";
    try (var connection = new RawConnection(server)) {
      return connection.send(request.getBytes(ISO_8859_1));
    }
  }
}
