// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Adds to a request what proves who sends it. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RequestSigner {

  /** Adds nothing. */
  RequestSigner NONE = (request, method, address, body) -> {};

  /**
   * Signs for a service of AWS, by Signature Version 4.
   *
   * @param service the service's name in signatures: {@code es}, {@code redshift-data}
   * @param region the region, such as {@code eu-central-1}
   * @param credentials gives the credentials of the moment, for each request
   * @return the signer
   */
  static RequestSigner aws(String service, String region, AwsCredentialsProvider credentials) {
    return new AwsRequestSigner(service, region, credentials);
  }

  /**
   * Signs a request.
   *
   * @param request receives headers
   * @param method the request's method
   * @param address where it goes
   * @param body its body
   */
  void sign(HttpRequest.Builder request, String method, URI address, byte[] body);

  /**
   * Sees what a request was answered, for whoever signs by the service's clock. Does nothing unless
   * overridden.
   *
   * @param answer the answer
   */
  default void answered(HttpResponse<?> answer) {}
}
