// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A complete answer. Immutable, if nobody writes to its body. */
public final class Answer implements Reply {

  private final Encoding encoding;
  private final @Nullable ErrorCode error;
  private final byte[] body;

  private Answer(Encoding encoding, @Nullable ErrorCode error, byte[] body) {
    this.encoding = encoding;
    this.error = error;
    this.body = body;
  }

  static Answer of(Encoding encoding, byte[] body) {
    return new Answer(encoding, null, body);
  }

  /**
   * Makes the answer that carries an error.
   *
   * @param encoding how the request was written
   * @param code the error
   * @param message what was wrong; never a payload
   * @return the answer
   */
  public static Answer error(Encoding encoding, ErrorCode code, @Nullable String message) {
    var writer = new AnswerWriter(encoding);
    writer.text("__type", code.awsName()).text("message", message);
    return new Answer(encoding, code, writer.toBytes());
  }

  /**
   * Returns the HTTP status.
   *
   * @return 200, or that of the error
   */
  public int httpStatus() {
    return error == null ? 200 : error.httpStatus();
  }

  /**
   * Returns the error.
   *
   * @return the error, or null if all went well
   */
  public @Nullable ErrorCode error() {
    return error;
  }

  /**
   * Returns the encoding.
   *
   * @return the request's encoding, or JSON if that was not known
   */
  public Encoding encoding() {
    return encoding;
  }

  /**
   * Returns the body itself, not a copy.
   *
   * @return the body, empty for operations that answer nothing
   */
  public byte[] body() {
    return body;
  }
}
