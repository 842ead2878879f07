// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Counts the requests of this process on their way. */
final class CountingHttp implements SdkHttpClient {

  private static final AtomicLong REQUESTS = new AtomicLong();

  private final SdkHttpClient client;

  CountingHttp(SdkHttpClient client) {
    this.client = client;
  }

  /** How many requests there were so far. */
  static long requests() {
    return REQUESTS.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    REQUESTS.incrementAndGet();
    return client.prepareRequest(request);
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
