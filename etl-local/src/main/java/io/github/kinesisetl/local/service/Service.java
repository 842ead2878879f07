// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

/** One AWS service behind the port. Implementations are safe for use by many threads. */
public interface Service {

  /**
   * Tells which service this is.
   *
   * @return such as {@code s3}
   */
  ServiceName name();

  /**
   * Recognises a request by its head alone, never by its body's length or content.
   *
   * @param request a request
   * @return whether it is meant for this service
   */
  boolean takes(ServiceRequest request);

  /**
   * Answers a request. What is wrong with the request is part of the answer.
   *
   * @param request a request that this service takes
   * @return the answer
   */
  ServiceResponse answer(ServiceRequest request);

  /**
   * Writes an error in this service's own form.
   *
   * @param request what is refused
   * @param error why
   * @return the answer
   */
  ServiceResponse refuse(ServiceRequest request, ServiceError error);
}
