// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** The errors of Kinesis by AWS's own names, with the HTTP status that goes with each. */
public enum ErrorCode {
  /** The caller may not do this. */
  ACCESS_DENIED("AccessDeniedException", 400),
  /** An iterator older than five minutes. */
  EXPIRED_ITERATOR("ExpiredIteratorException", 400),
  /** A page token older than five minutes. */
  EXPIRED_NEXT_TOKEN("ExpiredNextTokenException", 400),
  /** The service failed; a retry may help. */
  INTERNAL_FAILURE("InternalFailure", 500),
  /** A value that is well formed but wrong here. */
  INVALID_ARGUMENT("InvalidArgumentException", 400),
  /** A limit of the account or of a stream's life. */
  LIMIT_EXCEEDED("LimitExceededException", 400),
  /** Too much for a shard in this second. */
  PROVISIONED_THROUGHPUT_EXCEEDED("ProvisionedThroughputExceededException", 400),
  /** The stream exists already, or is not in a state for this. */
  RESOURCE_IN_USE("ResourceInUseException", 400),
  /** No such stream, shard or consumer. */
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
  /** A body that is not what its content type says. */
  SERIALIZATION("SerializationException", 400),
  /** An operation that is not offered here. */
  UNKNOWN_OPERATION("UnknownOperationException", 400),
  /** A value outside its bounds. */
  VALIDATION("ValidationException", 400);

  private final String awsName;
  private final int httpStatus;

  ErrorCode(String awsName, int httpStatus) {
    this.awsName = awsName;
    this.httpStatus = httpStatus;
  }

  /**
   * Returns the name on the wire.
   *
   * @return such as {@code ResourceNotFoundException}
   */
  public String awsName() {
    return awsName;
  }

  /**
   * Returns the status of an answer with this error.
   *
   * @return 400 or 500
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Makes the error.
   *
   * @param message what was wrong and what is allowed, as a format
   * @param values what the format names; never a payload
   * @return the error, to be thrown
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  public KinesisError error(String message, Object... values) {
    return new KinesisError(this, values.length == 0 ? message : message.formatted(values));
  }
}
