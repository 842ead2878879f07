// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Calls of the Kinesis API in AWS CBOR 1.1, signed by the SDK's signer and carried by one of its
 * HTTP clients. Safe for use by many threads.
 */
final class SignedCalls {

  private static final String CONTENT_TYPE = "application/x-amz-cbor-1.1";
  private static final String API = "Kinesis_20131202.";
  private static final ObjectReader TREES = new CBORMapper().reader();

  /** Errors that come from a clock which is wrong by more than five minutes. */
  private static final Set<String> SKEWED =
      Set.of("InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed");

  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(1);

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final URI endpoint;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private volatile Clock clock = Clock.systemUTC(); // moved to the service's by any caller

  SignedCalls(SdkHttpClient http, AwsCredentialsProvider credentials, String region, URI endpoint) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
  }

  /**
   * Makes one attempt at a call.
   *
   * @return the answer's content
   * @throws CallException if the service refused
   * @throws IOException if there was no answer, or not one of the service
   */
  JsonNode call(String operation, RecordBuffer body) throws IOException, CallException {
    ContentStreamProvider sent = () -> new ByteArrayInputStream(body.array(), 0, body.sizeBytes());
    SignedRequest signed = sign(request(operation, body.sizeBytes()), sent);
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(sent)
                    .build())
            .call();
    byte[] content = read(response.responseBody());
    SdkHttpResponse head = response.httpResponse();
    if (!head.isSuccessful()) {
      throw refused(head, content);
    }
    try {
      return TREES.readTree(content);
    } catch (IOException e) {
      throw new IOException("the answer is " + notKinesis(head), e);
    }
  }

  private SdkHttpRequest request(String operation, int bodyBytes) {
    return SdkHttpFullRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(endpoint)
        .putHeader("Content-Type", CONTENT_TYPE)
        .putHeader("Content-Length", Integer.toString(bodyBytes))
        .putHeader("X-Amz-Target", API + operation)
        .putHeader("User-Agent", "kinesis-streaming-etl")
        .build();
  }

  private SignedRequest sign(SdkHttpRequest request, ContentStreamProvider content) {
    Clock signingClock = clock;
    return signer.sign(r ->
        r.identity(credentials.resolveCredentials())
            .request(request)
            .payload(content)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesis")
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(HttpSigner.SIGNING_CLOCK, signingClock));
  }

  /** Reads to the end, so that the connection can be used again. */
  private static byte[] read(Optional<AbortableInputStream> body) throws IOException {
    if (body.isEmpty()) {
      return new byte[0];
    }
    try (InputStream in = body.get()) {
      return in.readAllBytes();
    }
  }

  /** By the service's code; an answer that is not the service's goes by its status. */
  private CallException refused(SdkHttpResponse head, byte[] content) {
    JsonNode answer;
    try {
      answer = TREES.readTree(content);
    } catch (IOException e) {
      answer = MissingNode.getInstance();
    }
    String type = answer.path("__type").asText("");
    if (type.isEmpty()) {
      return new CallException(ServiceFailure.ofStatus(head.statusCode()), notKinesis(head));
    }
    String code = type.substring(type.indexOf('#') + 1);
    if (SKEWED.contains(code)) {
      followClock(head);
    }
    return new CallException(
        ServiceFailure.of(code, head.statusCode()),
        answer.path("message").asText(answer.path("Message").asText("")));
  }

  private static String notKinesis(SdkHttpResponse head) {
    return "not one of Kinesis: HTTP %d, %s"
        .formatted(
            head.statusCode(),
            head.firstMatchingHeader("Content-Type").orElse("without a content type"));
  }

  /** Signs by the service's clock from now on, unless ours is right already. */
  private void followClock(SdkHttpResponse response) {
    Optional<Instant> told = response.firstMatchingHeader("Date").flatMap(SignedCalls::instant);
    if (told.isEmpty()) {
      return;
    }
    Duration skew = Duration.between(clock.instant(), told.get());
    if (skew.abs().compareTo(TOLERATED_SKEW) >= 0) {
      clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), told.get()));
    }
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
