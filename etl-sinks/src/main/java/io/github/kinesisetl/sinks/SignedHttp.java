// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.sinks.internal.Lazy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signed requests over the JDK's HTTP client. Safe for use by many threads. */
final class SignedHttp {

  private final Lazy<HttpClient> client = new Lazy<>(HttpClient::newHttpClient);
  private final RequestSigner signer;
  private final Duration timeout;

  SignedHttp(RequestSigner signer, Duration timeout) {
    this.signer = requireNonNull(signer, "signer");
    this.timeout = timeout;
  }

  /**
   * Makes one request. The time-out covers the answer to its last byte, which the client's own does
   * not: a service that stops in the middle of an answer must not hold a batch for ever.
   *
   * @throws IOException if there was no whole answer in time
   */
  HttpResponse<byte[]> send(
      String method, URI address, Map<String, String> headers, RecordBuffer body)
      throws IOException {
    byte[] bytes = body.toByteArray();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::setHeader);
    signer.sign(request, method, address, bytes);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.get().sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    try {
      HttpResponse<byte[]> whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      signer.answered(whole);
      return whole;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + timeout);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      boolean unused = answer.cancel(true);
    }
  }
}
