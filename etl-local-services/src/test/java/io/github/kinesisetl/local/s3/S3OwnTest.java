// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.LocalClock;
import io.github.kinesisetl.local.service.Destinations;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What only this server promises: clock, bound, faults and what it refuses. */
class S3OwnTest {

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00.5Z");
  private static final String CHUNKS = "5\r\nhello\r\n0\r\n";

  private final S3Service s3 =
      new S3Service(
          new ServiceContext(
              "us-east-1", "123456789012", LocalClock.stoppedAt(NOW), 10_000, new Destinations()));

  S3OwnTest() {
    s3.createBucket("orders");
  }

  @Test
  void server_createsBucketsAndFailsOnCommand() {
    try (var server = KinesisLocal.start();
        S3Client client = Clients.s3(server.endpoint())) {
      S3Service service = server.service(S3Service.class).createBucket("orders");
      assertThat(client.listBuckets().buckets()).extracting("name").containsExactly("orders");
      assertThatThrownBy(() -> service.createBucket("orders"))
          .isInstanceOf(IllegalArgumentException.class);
      server.faults(ServiceName.S3).failRequests(1);
      assertThatThrownBy(
              () -> client.putObject(r -> r.bucket("orders").key("k"), RequestBody.fromString("1")))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalError"));
      client.putObject(r -> r.bucket("orders").key("k"), RequestBody.fromString("1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "a", "a..b", "-ab", "192.168.0.1", "under_score"})
  void createBucket_withABadName_isRefused(String name) {
    assertRefused(400, "InvalidBucketName", send("PUT", "/" + name, Map.of(), ""));
  }

  @Test
  void time_followsTheClock() {
    send("PUT", "/orders/k", Map.of(), "1");
    assertThat(send("GET", "/orders/k", Map.of(), "").headers())
        .containsEntry("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT");
  }

  @Test
  void store_thatIsFull_refusesUntilSomethingGoes() {
    assertThat(send("PUT", "/orders/a", Map.of(), "x".repeat(9000)).status()).isEqualTo(200);
    assertRefused(400, "EntityTooLarge", send("PUT", "/orders/b", Map.of(), "x".repeat(1000)));
    assertThat(send("PUT", "/orders/a", Map.of(), "x".repeat(9100)).status()).isEqualTo(200);
    send("DELETE", "/orders/a", Map.of(), "");
    for (int i = 0; i < 100; i++) {
      assertThat(send("PUT", "/orders/b", Map.of(), "x".repeat(9000)).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /orders?acl, acl",
    "GET, /orders/k?tagging, tagging",
    "PUT, /orders?versioning, versioning",
    "GET, /orders?versions, versions",
    "GET, /orders, ListObjects",
    "POST, /orders/k?select, select",
    "GET, /orders/k?versionId=1, versionId"
  })
  void subResource_isRefusedByName(String method, String uri, String name) {
    ServiceResponse response = send(method, uri, Map.of(), "");
    assertRefused(501, "NotImplemented", response);
    assertThat(new String(response.body(), UTF_8)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-acl, public-read, NotImplemented",
    "x-amz-tagging, a=b, NotImplemented",
    "x-amz-storage-class, GLACIER, NotImplemented",
    "x-amz-checksum-xxhash3, AAAA, NotImplemented",
    "x-amz-expected-bucket-owner, 000000000000, AccessDenied",
    "x-amz-checksum-crc64nvme, AAAA, BadDigest",
    "x-amz-content-sha256, "
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + " XAmzContentSHA256Mismatch",
    "Content-MD5, short, InvalidDigest",
    "If-None-Match, etag, NotImplemented"
  })
  void header_thatChangesTheMeaning_isRefused(String name, String value, String code) {
    ServiceResponse response = send("PUT", "/orders/k", Map.of(name, value), "1");
    assertThat(new String(response.body(), UTF_8)).contains("<Code>" + code + "</Code>");
  }

  @Test
  void crc64nvme_isVerifiedAndReturned() {
    var checksum = Map.of("x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
    assertThat(send("PUT", "/orders/k", checksum, "123456789").headers())
        .containsAllEntriesOf(checksum);
    assertThat(send("HEAD", "/orders/k", Map.of("x-amz-checksum-mode", "ENABLED"), "").headers())
        .containsAllEntriesOf(checksum);
  }

  @ParameterizedTest
  @CsvSource({
    "5, x-amz-checksum-crc32:NhCmhg==, OK",
    "6, x-amz-checksum-crc32:NhCmhg==, IncompleteBody",
    "5, x-amz-checksum-crc32:AAAAAA==, BadDigest",
    "5, x-amz-meta-a:b, MalformedTrailerError",
    "5, nonsense, MalformedTrailerError"
  })
  void chunks_areVerified(int length, String trailer, String outcome) {
    ServiceResponse response = sendChunks(length, CHUNKS + trailer + "\r\n\r\n");
    if (outcome.equals("OK")) {
      ServiceResponse got = send("GET", "/orders/k", Map.of(), "");
      assertThat(got.body()).asString(UTF_8).isEqualTo("hello");
      assertThat(got.headers()).containsEntry("content-encoding", "gzip");
    } else {
      assertRefused(400, outcome, response);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5\r\nhel", "5\r\nhello\r\n", "ffffffff\r\n", "4\r\nhello\r\n"})
  void chunks_thatAreBroken_areRefused(String body) {
    assertThat(sendChunks(5, body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Delete>",
        "<Other/>",
        "<Delete/>",
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key>"
            + "</Object></Delete>"
      })
  void xml_thatIsMalformed_isRefused(String body) {
    assertRefused(400, "MalformedXML", send("POST", "/orders?delete", Map.of(), body));
  }

  @Test
  void list_ordersByCodePoint() {
    send("PUT", "/orders/%EF%BF%BD", Map.of(), "1");
    send("PUT", "/orders/%F0%9F%9A%80", Map.of(), "1");
    String list = new String(send("GET", "/orders?list-type=2", Map.of(), "").body(), UTF_8);
    assertThat(list.indexOf('\uFFFD')).isLessThan(list.indexOf("🚀")).isPositive();
  }

  @Test
  void host_withABucket_isRefused() {
    var host = Map.of("Host", "orders.localhost:4567");
    assertRefused(400, "InvalidRequest", send("PUT", "/k", host, "1"));
  }

  private ServiceResponse sendChunks(int length, String body) {
    var headers =
        Map.of(
            "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "Content-Encoding", "aws-chunked,gzip",
            "x-amz-trailer", "x-amz-checksum-crc32",
            "x-amz-decoded-content-length", Integer.toString(length));
    return send("PUT", "/orders/k", headers, body);
  }

  private ServiceResponse send(
      String method, String uri, Map<String, String> headers, String body) {
    return s3.answer(new ServiceRequest(method, uri, headers, body.getBytes(UTF_8)));
  }

  private static void assertRefused(int status, String code, ServiceResponse response) {
    assertThat(response.body()).asString(UTF_8).contains("<Code>" + code + "</Code>");
    assertThat(response.status()).isEqualTo(status);
  }
}
