// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.internal.Settings;
import io.github.kinesisetl.producer.internal.Settings.Setting;
import io.github.kinesisetl.producer.internal.StreamSetting;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Opens a stream. Not safe for use by many threads. */
public final class KinesisStreamBuilder {

  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

  private final StreamId stream;
  private @Nullable Region region;
  private @Nullable URI endpoint;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable SdkHttpClient http;

  KinesisStreamBuilder(String nameOrArn) {
    stream = StreamId.of(requireNonNull(nameOrArn, "nameOrArn"));
  }

  /** Starts with what is set; options beside it are the producer's to read. */
  static KinesisStreamBuilder of(Settings settings) {
    Setting stream = settings.take(StreamSetting.STREAM.optionName());
    if (stream == null || stream.text().isEmpty()) {
      throw new IllegalArgumentException(
          "no stream is named; set %s or %s"
              .formatted(
                  Settings.property(StreamSetting.STREAM.optionName()),
                  Settings.variable(StreamSetting.STREAM.optionName())));
    }
    KinesisStreamBuilder builder = of(stream);
    Setting region = settings.take(StreamSetting.REGION.optionName());
    if (region != null) {
      builder.region(Region.of(region.text()));
    }
    Setting endpoint = settings.take(StreamSetting.ENDPOINT.optionName());
    if (endpoint != null) {
      builder.endpointOverride(uri(endpoint));
    }
    return builder;
  }

  private static KinesisStreamBuilder of(Setting stream) {
    try {
      return new KinesisStreamBuilder(stream.text());
    } catch (IllegalArgumentException e) {
      throw stream.refused(e);
    }
  }

  private static URI uri(Setting setting) {
    try {
      return URI.create(setting.text());
    } catch (IllegalArgumentException e) {
      throw setting.refused(e);
    }
  }

  /**
   * Sets the region.
   *
   * @param region the region; otherwise the one of the stream's ARN, and if it is named otherwise
   *     the SDK's chain finds it: environment, profile, instance
   * @return this builder
   */
  public KinesisStreamBuilder region(Region region) {
    this.region = requireNonNull(region, "region");
    return this;
  }

  /**
   * Sets where requests go.
   *
   * @param endpoint scheme, host and port; otherwise as the SDK's client chooses it: {@code
   *     AWS_ENDPOINT_URL_KINESIS}, {@code AWS_ENDPOINT_URL}, the profile's, and then the region's
   *     own endpoint, with {@code AWS_USE_FIPS_ENDPOINT} and {@code AWS_USE_DUALSTACK_ENDPOINT}
   * @return this builder
   */
  public KinesisStreamBuilder endpointOverride(URI endpoint) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
    return this;
  }

  /**
   * Sets who signs.
   *
   * @param credentials the credentials; otherwise the SDK's default chain
   * @return this builder
   */
  public KinesisStreamBuilder credentialsProvider(AwsCredentialsProvider credentials) {
    this.credentials = requireNonNull(credentials, "credentials");
    return this;
  }

  /**
   * Sets what carries requests: any of the SDK's synchronous HTTP clients. Its time-outs decide how
   * long an attempt may take.
   *
   * @param http the client; it stays open when the stream closes. Otherwise the JDK's own HTTP with
   *     2 s to connect and 10 s to read
   * @return this builder
   */
  public KinesisStreamBuilder httpClient(SdkHttpClient http) {
    this.http = requireNonNull(http, "http");
    return this;
  }

  /**
   * Opens the stream; it is not asked for anything yet.
   *
   * @return the stream; close it after the producer
   * @throws RuntimeException the SDK's, if no region was set or found
   * @throws IllegalStateException if the region that is set is not that of the stream's ARN
   */
  public KinesisStream open() {
    Region found = foundRegion();
    AwsCredentialsProvider signer =
        credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
    URI target = endpoint == null ? Endpoints.ofProcess().of(found) : endpoint;
    SdkHttpClient own =
        http == null
            ? UrlConnectionHttpClient.builder()
                .connectionTimeout(DEFAULT_CONNECT_TIMEOUT)
                .socketTimeout(DEFAULT_READ_TIMEOUT)
                .build()
            : null;
    SdkHttpClient carrier = own == null ? requireNonNull(http) : own;
    return new DirectStream(stream, new SignedCalls(carrier, signer, found.id(), target), own);
  }

  private Region foundRegion() {
    String ofArn = stream.region();
    if (ofArn == null) {
      return region == null ? DefaultAwsRegionProviderChain.builder().build().getRegion() : region;
    }
    if (region != null && !region.id().equals(ofArn)) {
      throw new IllegalStateException(
          "region is %s, but the stream is %s; leave the region out"
              .formatted(region.id(), stream));
    }
    return Region.of(ofArn);
  }
}
