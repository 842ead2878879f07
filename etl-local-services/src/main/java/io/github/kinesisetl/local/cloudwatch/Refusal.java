// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import io.github.kinesisetl.local.service.ServiceError;

/** CloudWatch's errors: the name of the shape, and the code of the older protocol. */
enum Refusal {
  INVALID_VALUE("InvalidParameterValueException", "InvalidParameterValue"),
  INVALID_COMBINATION("InvalidParameterCombinationException", "InvalidParameterCombination"),
  MISSING("MissingRequiredParameterException", "MissingParameter"),
  INTERNAL("InternalServiceFault", "InternalServiceError");

  private final String shape;
  private final String queryCode;

  Refusal(String shape, String queryCode) {
    this.shape = shape;
    this.queryCode = queryCode;
  }

  String shape() {
    return shape;
  }

  ServiceError error(String message, Object... values) {
    return ServiceError.badRequest(shape, message, values);
  }

  /** The code of the older protocol, which SDKs go on showing. */
  static String queryCode(ServiceError error) {
    for (Refusal refusal : values()) {
      if (refusal.shape.equals(error.code())) {
        return refusal.queryCode;
      }
    }
    return error.code();
  }
}
