// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Answers that an embedded Kinesis does not give. */
class SignedCallsTest {

  private static final List<Entry> ONE = List.of(new Entry("k", null, "x".getBytes(UTF_8)));

  private final FakeHttp http = new FakeHttp();
  private final DirectStream stream =
      new DirectStream(
          StreamId.of("orders"),
          new SignedCalls(
              http,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
              "eu-central-1",
              URI.create("https://kinesis.eu-central-1.amazonaws.com")),
          null);

  @Test
  void send_signedAsTheServiceWantsIt() {
    http.answer(200, Map.of("Records", List.of(Map.of("ShardId", "s", "SequenceNumber", "1"))));
    assertThat(stream.send(ONE)).containsExactly(new EntryResult.Stored("s", "1"));
    SdkHttpRequest sent = http.sent.get(0);
    assertThat(sent.firstMatchingHeader("X-Amz-Target")).contains("Kinesis_20131202.PutRecords");
    assertThat(sent.firstMatchingHeader("Content-Type")).contains("application/x-amz-cbor-1.1");
    assertThat(sent.firstMatchingHeader("Authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=id/")
        .contains("/eu-central-1/kinesis/aws4_request");
  }

  @Test
  void send_ourClockIsWrong_followsTheServicesClockOnTheNextAttempt() {
    ZonedDateTime ahead = ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.ofHours(2));
    http.date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ahead);
    http.answer(400, Map.of("__type", "com.amazon.coral#InvalidSignatureException"));
    assertThat(stream.send(ONE))
        .containsExactly(
            new Failed("InvalidSignatureException", FailureKind.TRANSIENT).ofRequest());
    http.answer(200, Map.of("Records", List.of(Map.of("ShardId", "s", "SequenceNumber", "1"))));
    assertThat(stream.send(ONE)).first().isInstanceOf(EntryResult.Stored.class);
    assertThat(http.sent.get(1).firstMatchingHeader("X-Amz-Date").orElseThrow())
        .startsWith(DateTimeFormatter.ofPattern("yyyyMMdd'T'HH").format(ahead));
  }

  @Test
  void send_aTunnelsErrorPage_isTransientAndShowsNoPayload() {
    http.raw(502, "<html>bad gateway</html>".getBytes(UTF_8));
    assertThat(((Failed) stream.send(ONE).get(0)).kind()).isEqualTo(FailureKind.TRANSIENT);
    http.raw(500, new byte[0]);
    assertThat(stream.send(ONE))
        .containsExactly(
            new Failed(
                "HTTP 500",
                FailureKind.TRANSIENT,
                "not one of Kinesis: HTTP 500, without a content type",
                true));
  }

  /** Each was transient once, and sent again until the delivery timeout. */
  @ParameterizedTest
  @CsvSource({
    "413, ITEM_REFUSED",
    "400, ITEM_REFUSED",
    "403, ACCOUNT_REFUSED",
    "301, ACCOUNT_REFUSED",
    "429, THROTTLED",
    "503, TRANSIENT",
  })
  void send_anAnswerThatIsNotTheServices_goesByItsStatusAndSaysSo(int status, FailureKind kind) {
    for (byte[] body : List.of(new byte[0], "<html>no</html>".getBytes(UTF_8))) {
      http.raw(status, body);
      Failed failed = (Failed) stream.send(ONE).get(0);
      assertThat(failed.kind()).isEqualTo(kind);
      assertThat(failed.errorCode()).isEqualTo("HTTP " + status);
      assertThat(failed.isOfRequest()).isTrue();
      if (kind != FailureKind.ITEM_REFUSED) {
        assertThat(failed.message()).startsWith("not one of Kinesis: HTTP " + status);
      }
    }
  }

  @Test
  void send_aPageInsteadOfAnAnswer_isTransientAndSaysSo() {
    http.raw(200, "<html>log in</html>".getBytes(UTF_8));
    Failed failed = (Failed) stream.send(ONE).get(0);
    assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failed.message()).contains("not one of Kinesis: HTTP 200");
  }

  /** "The SSO session has expired" appeared nowhere once. */
  @Test
  void send_exceptionWithCauses_tellsTheirMessagesOnceEach() {
    http.failure = new IOException("cannot sign", new IllegalStateException("the session expired"));
    assertThat(((Failed) stream.send(ONE).get(0)).message())
        .isEqualTo("cannot sign: the session expired");
  }

  @Test
  void openShards_answerThatMakesNoSense_isAskedAgain() {
    http.answer(
        200,
        Map.of(
            "Shards",
            List.of(
                Map.of(
                    "ShardId",
                    "s",
                    "HashKeyRange",
                    Map.of("StartingHashKey", "x", "EndingHashKey", "y")))));
    assertThatExceptionOfType(StreamUnavailableException.class)
        .isThrownBy(() -> stream.openShards())
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
  }

  @Test
  void send_fewerResultsThanEntries_isLeftToTheProducerToNotice() {
    http.answer(200, Map.of("Records", List.of()));
    assertThat(stream.send(ONE)).isEmpty();
  }

  @Test
  void send_connectionThatFails_isTransient() {
    http.failure = new IOException("refused");
    assertThat(stream.send(ONE))
        .containsExactly(new Failed("IOException", FailureKind.TRANSIENT, "refused", true));
  }

  @Test
  void traits_denied_areUnknown() {
    http.answer(400, Map.of("__type", "AccessDeniedException", "Message", "no"));
    assertThat(stream.traits()).isEqualTo(StreamTraits.UNKNOWN);
  }

  /** An HTTP client with one answer at a time. */
  private static final class FakeHttp implements SdkHttpClient {

    private final List<SdkHttpRequest> sent = new ArrayList<>();
    private @Nullable IOException failure;
    private String date = "";
    private int status = 200;
    private byte[] body = {};

    void answer(int newStatus, Map<String, ?> content) {
      try {
        raw(newStatus, new CBORMapper().writeValueAsBytes(content));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void raw(int newStatus, byte[] content) {
      status = newStatus;
      body = content;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          if (failure != null) {
            throw failure;
          }
          sent.add(request.httpRequest());
          var response = SdkHttpResponse.builder().statusCode(status);
          if (!date.isEmpty()) {
            response.putHeader("Date", date);
          }
          return HttpExecuteResponse.builder()
              .response(response.build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
