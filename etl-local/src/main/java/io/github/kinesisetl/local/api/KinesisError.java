// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** A request that Kinesis refuses; it becomes the answer, so it carries no stack trace. */
public final class KinesisError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  KinesisError(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /**
   * Returns which error it is.
   *
   * @return its code
   */
  public ErrorCode code() {
    return code;
  }
}
