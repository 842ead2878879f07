// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import java.net.URI;
import java.net.http.HttpRequest;

/** Adds to a request what proves who sends it. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RequestSigner {

  /** Adds nothing. */
  RequestSigner NONE = (request, method, address, body) -> {};

  /**
   * Signs a request.
   *
   * @param request receives headers
   * @param method the request's method
   * @param address where it goes
   * @param body its body
   */
  void sign(HttpRequest.Builder request, String method, URI address, byte[] body);
}
