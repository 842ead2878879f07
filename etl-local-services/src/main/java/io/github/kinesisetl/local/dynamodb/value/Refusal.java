// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.value;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.ServiceError;
import org.jspecify.annotations.Nullable;

/** DynamoDB's errors, in its own words where they are known. */
public final class Refusal {

  /** What is wrong with a request. */
  public static final String VALIDATION = "ValidationException";

  /** A condition that did not hold. */
  public static final String CONDITION_FAILED = "ConditionalCheckFailedException";

  /** What DynamoDB says of that. */
  public static final String CONDITION_MESSAGE = "The conditional request failed";

  private Refusal() {}

  /**
   * Makes a ValidationException.
   *
   * @param message what was wrong, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  public static ServiceError invalid(String message, Object... values) {
    return ServiceError.badRequest(VALIDATION, message, values);
  }

  /**
   * Makes a ValidationException about the value of a parameter.
   *
   * @param message what was wrong, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  public static ServiceError invalidParameter(String message, Object... values) {
    return invalid("One or more parameter values were invalid: " + message, values);
  }

  /**
   * Makes the error of a table that is not there.
   *
   * @return the error, to be thrown
   */
  public static ServiceError notFound() {
    return ServiceError.badRequest(
        "ResourceNotFoundException", "Cannot do operations on a non-existent table");
  }

  /**
   * Makes the error of a key that is not of the table's form.
   *
   * @return the error, to be thrown
   */
  public static ServiceError wrongKey() {
    return invalid("The provided key element does not match the schema");
  }

  /**
   * Makes the error of a condition that did not hold.
   *
   * @param item what it did not hold for, if that is to be shown
   * @return the error, to be thrown
   */
  public static ServiceError conditionFailed(@Nullable Item item) {
    ServiceError error = ServiceError.badRequest(CONDITION_FAILED, CONDITION_MESSAGE);
    if (item == null) {
      return error;
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("Item", ValueCodec.write(item));
    return error.with(details);
  }
}
