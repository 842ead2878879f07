// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.ServiceError;
import org.jspecify.annotations.Nullable;

/** DynamoDB's errors, in its own words where they are known. */
final class Refusal {

  static final String VALIDATION = "ValidationException";
  static final String CONDITION_FAILED = "ConditionalCheckFailedException";
  static final String CONDITION_MESSAGE = "The conditional request failed";

  private Refusal() {}

  static ServiceError invalid(String message, Object... values) {
    return ServiceError.badRequest(VALIDATION, message, values);
  }

  static ServiceError invalidParameter(String message, Object... values) {
    return invalid("One or more parameter values were invalid: " + message, values);
  }

  static ServiceError notFound() {
    return ServiceError.badRequest(
        "ResourceNotFoundException", "Cannot do operations on a non-existent table");
  }

  static ServiceError wrongKey() {
    return invalid("The provided key element does not match the schema");
  }

  /** A condition that did not hold, with the item that it did not hold for if that is wanted. */
  static ServiceError conditionFailed(@Nullable Item item) {
    ServiceError error = ServiceError.badRequest(CONDITION_FAILED, CONDITION_MESSAGE);
    if (item == null) {
      return error;
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("Item", ValueCodec.write(item));
    return error.with(details);
  }
}
