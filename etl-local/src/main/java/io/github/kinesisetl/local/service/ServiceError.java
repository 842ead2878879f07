// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that a service refuses; it becomes the answer, so it carries no stack trace. */
public final class ServiceError extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;

  private final int httpStatus;
  private final String code;
  private final ObjectNode details;

  private ServiceError(int httpStatus, String code, String message, ObjectNode details) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
    this.details = details;
  }

  /**
   * Makes an error that the caller has caused.
   *
   * @param code AWS's own name, such as {@code ResourceNotFoundException}
   * @param message what was wrong, what is allowed and what to do, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  public static ServiceError badRequest(String code, String message, Object... values) {
    return of(BAD_REQUEST, code, message, values);
  }

  /**
   * Makes an error of the server's side: a retry may help.
   *
   * @param code AWS's own name, such as {@code InternalError}
   * @param message what went wrong, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  public static ServiceError serverError(String code, String message, Object... values) {
    return of(SERVER_ERROR, code, message, values);
  }

  /**
   * Makes an error.
   *
   * @param httpStatus 400 to 599
   * @param code AWS's own name
   * @param message what was wrong, what is allowed and what to do, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  public static ServiceError of(int httpStatus, String code, String message, Object... values) {
    return new ServiceError(
        httpStatus,
        code,
        values.length == 0 ? message : message.formatted(values),
        JsonNodeFactory.instance.objectNode());
  }

  /**
   * Makes a copy with what AWS's error carries besides its message, such as the item that a
   * condition did not hold for.
   *
   * @param details fields for the body of the answer
   * @return the copy
   */
  public ServiceError with(ObjectNode details) {
    return new ServiceError(httpStatus, code, getMessage(), details.deepCopy());
  }

  /**
   * Returns what the error carries besides its message.
   *
   * @return a copy, empty unless {@link #with} was called
   */
  public ObjectNode details() {
    return details.deepCopy();
  }

  /**
   * Returns the status of the answer.
   *
   * @return 400 to 599
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Returns AWS's name for the error.
   *
   * @return such as {@code ResourceNotFoundException}
   */
  public String code() {
    return code;
  }

  /**
   * Returns what was wrong.
   *
   * @return the message
   */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
