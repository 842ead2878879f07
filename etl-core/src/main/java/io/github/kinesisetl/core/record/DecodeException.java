// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import org.jspecify.annotations.Nullable;

/**
 * A record's bytes are not the event they should be. A retry never helps: the record belongs to the
 * dead letters. The message names place, field and rule, and quotes no value.
 *
 * @since 0.1.0
 */
public final class DecodeException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Where in decoding a record was given up. */
  public enum Stage {
    /** The bytes are not of the format. */
    DECODE,
    /** The format is right, but the event breaks its schema. */
    VALIDATE
  }

  private final Stage stage;
  private final String reason;

  /**
   * An exception.
   *
   * @param stage where the record was given up
   * @param message what is wrong, without a value from the payload
   * @param cause what found it, or null; must not be one whose message quotes the payload
   */
  public DecodeException(Stage stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
    this.reason = message;
  }

  /**
   * Where the record was given up.
   *
   * @return the stage
   */
  public Stage stage() {
    return stage;
  }

  /**
   * What is wrong, for a dead letter.
   *
   * @return the message
   */
  public String reason() {
    return reason;
  }
}
