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
import java.time.Duration;
import java.util.Map;

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
   * Makes one request.
   *
   * @throws IOException if there was no answer
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
    try {
      return client.get().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
