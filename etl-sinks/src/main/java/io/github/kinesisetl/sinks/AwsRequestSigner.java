// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Signs requests of the JDK's HTTP client by the SDK's own signer (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version
 * 4</a>). Safe for use by many threads.
 */
final class AwsRequestSigner implements RequestSigner {

  /** The JDK's client sets these itself, and refuses to be told. */
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

  /** Signatures hold for five minutes: what is off by less than this is no reason. */
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(1);

  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final String service;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private volatile Clock clock; // moved to the service's by any caller

  AwsRequestSigner(String service, String region, AwsCredentialsProvider credentials) {
    this(service, region, credentials, Clock.systemUTC());
  }

  AwsRequestSigner(String service, String region, AwsCredentialsProvider credentials, Clock clock) {
    this.clock = clock;
    this.service = requireNonNull(service, "service");
    this.region = requireNonNull(region, "region");
    this.credentials = requireNonNull(credentials, "credentials");
  }

  @Override
  public void sign(HttpRequest.Builder request, String method, URI address, byte[] body) {
    SdkHttpRequest unsigned =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.valueOf(method)).uri(address).build();
    Clock signingClock = clock;
    SignedRequest signed =
        signer.sign(r ->
            r.identity(credentials.resolveCredentials())
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, signingClock));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            request.setHeader(name, String.join(",", values));
          }
        });
  }

  /** Signs by the service's clock from now on, if a refusal shows that ours is wrong. */
  @Override
  public void answered(HttpResponse<?> answer) {
    if (answer.statusCode() != FORBIDDEN && answer.statusCode() != BAD_REQUEST) {
      return;
    }
    answer
        .headers()
        .firstValue("Date")
        .flatMap(AwsRequestSigner::instant)
        .filter(
            told -> Duration.between(clock.instant(), told).abs().compareTo(TOLERATED_SKEW) >= 0)
        .ifPresent(
            told -> clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), told)));
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
