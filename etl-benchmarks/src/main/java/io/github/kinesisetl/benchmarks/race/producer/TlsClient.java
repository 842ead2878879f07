// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.producer.aws.KinesisStream;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The SDK's clients over each of its HTTP clients, for a server of this machine. */
public enum TlsClient {
  /** The JDK's own HTTP. */
  URL,
  /** Apache's HttpClient 5. */
  APACHE5,
  /** The AWS Common Runtime, native code. */
  CRT,
  /** Netty, which is asynchronous: a call waits for its answer. */
  NETTY;

  /** Signed as in AWS; the sink takes any. */
  public static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private static final AttributeMap TRUST_ALL =
      AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true).build();

  /** One stream through this client. */
  KinesisStream stream(URI endpoint, String name) {
    return this == NETTY
        ? KinesisStream.of(async(endpoint), name)
        : KinesisStream.of(sync(endpoint), name);
  }

  /** What carries requests in this process, without the SDK's client around it. */
  SdkHttpClient http() {
    return new CountingHttp(plainHttp());
  }

  private SdkHttpClient plainHttp() {
    return switch (this) {
      case URL -> UrlConnectionHttpClient.builder().buildWithDefaults(TRUST_ALL);
      case APACHE5 -> Apache5HttpClient.builder().buildWithDefaults(TRUST_ALL);
      case CRT -> AwsCrtHttpClient.builder().buildWithDefaults(TRUST_ALL);
      case NETTY -> throw new IllegalArgumentException("netty is asynchronous");
    };
  }

  KinesisClient sync(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .httpClient(http())
        .build();
  }

  static KinesisAsyncClient async(URI endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .httpClient(NettyNioAsyncHttpClient.builder().buildWithDefaults(TRUST_ALL))
        .build();
  }
}
