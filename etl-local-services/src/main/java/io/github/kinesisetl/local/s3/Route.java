// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.s3.Address.Level;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.Set;

/**
 * How an operation is asked for.
 *
 * @param method the HTTP method
 * @param level what it is about
 * @param selector a parameter that must be there, empty if the operation has none
 * @param others what else the query may hold
 * @param operation what answers
 */
record Route(String method, Level level, String selector, Set<String> others, Operation operation) {

  boolean matches(ServiceRequest request, Address address) {
    return request.method().equals(method)
        && address.level() == level
        && (selector.isEmpty() || address.parameter(selector) != null);
  }

  /** Refuses what would change the meaning; a presigned request may hold its signature. */
  void checkParameters(Address address) {
    for (String name : address.parameters().keySet()) {
      boolean known = name.equals(selector) || name.equals("x-id") || others.contains(name);
      if (!known && !name.startsWith("X-Amz-")) {
        throw notImplemented(name);
      }
    }
  }

  static ServiceError notImplemented(String parameter) {
    return ServiceError.of(
        501,
        "NotImplemented",
        "the sub-resource or parameter %s is not supported with this method here",
        parameter);
  }

  /** One operation. */
  @FunctionalInterface
  interface Operation {

    ServiceResponse run(ServiceRequest request, Address address);
  }
}
