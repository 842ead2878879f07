// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import org.jspecify.annotations.Nullable;

/**
 * Bytes from a stream are not what they claim to be, or more than the bounds allow. A retry never
 * helps: the record belongs to the dead letters. The message never quotes the bytes.
 *
 * <p>It has no stack trace: the bytes are at fault and not the code, and an entry may hold
 * thousands of broken frames.
 *
 * @since 0.1.0
 */
public final class MalformedFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Reason {
    /** They end too early. */
    TRUNCATED,
    /** They do not follow their format. */
    MALFORMED,
    /** What is inside exceeds the bound in bytes, or its ratio. */
    TOO_LARGE,
    /** Forms are nested deeper than allowed. */
    TOO_DEEP,
    /** More records are inside than allowed. */
    TOO_MANY_RECORDS,
    /** The frame was made with a dictionary that the reader was not given. */
    UNKNOWN_DICTIONARY,
    /** The frame is encrypted, and the reader was given no decryptor. */
    ENCRYPTED,
    /** The record is not encrypted, and the reader wants no others. */
    NOT_ENCRYPTED,
    /** The record points to object storage, and the reader was given no claim store. */
    UNRESOLVED_CLAIM
  }

  private final Reason reason;

  /**
   * An exception without a cause.
   *
   * @param reason what is wrong
   * @param message the same in words, with the numbers
   */
  public MalformedFrameException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * An exception with a cause.
   *
   * @param reason what is wrong
   * @param message the same in words, with the numbers
   * @param cause what found it, or null
   */
  public MalformedFrameException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return the kind of defect
   */
  public Reason reason() {
    return reason;
  }
}
