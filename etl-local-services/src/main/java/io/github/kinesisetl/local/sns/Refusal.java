// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import io.github.kinesisetl.local.service.ServiceError;

/** SNS's errors. */
final class Refusal {

  private static final int NOT_FOUND = 404;

  private Refusal() {}

  static ServiceError of(String code, String message, Object... values) {
    return ServiceError.badRequest(code, message, values);
  }

  static ServiceError invalid(String message, Object... values) {
    return of("InvalidParameter", "Invalid parameter: " + message, values);
  }

  static ServiceError notFound(String what) {
    return ServiceError.of(NOT_FOUND, "NotFound", what + " does not exist");
  }
}
