// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Signs requests of the JDK's HTTP client by the SDK's own signer (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version
 * 4</a>). Safe for use by many threads.
 */
final class AwsRequestSigner implements RequestSigner {

  /** The JDK's client sets these itself, and refuses to be told. */
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final String service;
  private final String region;
  private final AwsCredentialsProvider credentials;

  AwsRequestSigner(String service, String region, AwsCredentialsProvider credentials) {
    this.service = requireNonNull(service, "service");
    this.region = requireNonNull(region, "region");
    this.credentials = requireNonNull(credentials, "credentials");
  }

  @Override
  public void sign(HttpRequest.Builder request, String method, URI address, byte[] body) {
    SdkHttpRequest unsigned =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.valueOf(method)).uri(address).build();
    SignedRequest signed =
        signer.sign(r ->
            r.identity(credentials.resolveCredentials())
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            request.setHeader(name, String.join(",", values));
          }
        });
  }
}
