// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The ways in which an SDK can speak to the server. */
enum WireMode {
  SYNC_HTTP1_CBOR(true),
  SYNC_HTTP1_JSON(false),
  SYNC_TLS_CBOR(true),
  ASYNC_HTTP1_JSON(false),
  ASYNC_H2C_CBOR(true),
  ASYNC_H2C_JSON(false),
  ASYNC_TLS_HTTP1_CBOR(true),
  ASYNC_TLS_H2_CBOR(true),
  ASYNC_TLS_H2_ALPN_JSON(false),
  SYNC_CRT_HTTP1_CBOR(true),
  ASYNC_CRT_TLS_JSON(false);

  private static final AttributeMap TRUST_ALL =
      AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true).build();
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing"));

  private final boolean cbor;

  WireMode(boolean cbor) {
    this.cbor = cbor;
  }

  /** Tells the SDK in this process which encoding to use from now on. */
  void choose() {
    System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
  }

  /** Chooses the encoding and makes a client that does not retry. */
  KinesisClient connect(ServerUnderTest server) {
    choose();
    return name().startsWith("SYNC") ? sync(server) : blocking(async(server));
  }

  /** Makes an async client in the mode's protocol. */
  KinesisAsyncClient async(ServerUnderTest server) {
    return KinesisAsyncClient.builder()
        .httpClient(name().contains("CRT") ? crtAsync() : nettyAsync())
        .endpointOverride(name().contains("TLS") ? server.tlsEndpoint() : server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private SdkAsyncHttpClient nettyAsync() {
    return NettyNioAsyncHttpClient.builder()
        .protocol(name().contains("H2") ? Protocol.HTTP2 : Protocol.HTTP1_1)
        .protocolNegotiation(
            name().contains("ALPN")
                ? ProtocolNegotiation.ALPN
                : ProtocolNegotiation.ASSUME_PROTOCOL)
        .http2Configuration(
            http2 -> http2.healthCheckPingPeriod(Duration.ZERO)) // a late pong fails
        .buildWithDefaults(TRUST_ALL);
  }

  private static SdkAsyncHttpClient crtAsync() {
    return AwsCrtAsyncHttpClient.builder().buildWithDefaults(TRUST_ALL);
  }

  private KinesisClient sync(ServerUnderTest server) {
    return KinesisClient.builder()
        .httpClient(
            name().contains("CRT")
                ? AwsCrtHttpClient.builder().buildWithDefaults(TRUST_ALL)
                : UrlConnectionHttpClient.builder().buildWithDefaults(TRUST_ALL))
        .endpointOverride(name().contains("TLS") ? server.tlsEndpoint() : server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  /** The async client behind the sync interface, so that one suite serves both. */
  private static KinesisClient blocking(KinesisAsyncClient async) {
    return (KinesisClient)
        Proxy.newProxyInstance(
            WireMode.class.getClassLoader(),
            new Class<?>[] {KinesisClient.class},
            (proxy, method, arguments) -> call(async, method, arguments));
  }

  private static Object call(KinesisAsyncClient async, Method method, Object[] arguments)
      throws Throwable {
    Method same = KinesisAsyncClient.class.getMethod(method.getName(), method.getParameterTypes());
    try {
      Object result = same.invoke(async, arguments);
      return result instanceof CompletableFuture<?> future ? future.join() : result;
    } catch (InvocationTargetException | CompletionException e) {
      throw e.getCause();
    }
  }
}
