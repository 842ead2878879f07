// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A stream did not tell what it is like, or which shards it has. */
public final class StreamUnavailableException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  /**
   * An exception.
   *
   * @param message what was asked of which stream, and what came back
   * @param kind what the failure is about; what is throttled or transient is asked again
   * @param cause what was thrown, or null
   */
  public StreamUnavailableException(String message, FailureKind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
  }

  /**
   * What the failure is about.
   *
   * @return its kind
   */
  public FailureKind kind() {
    return kind;
  }
}
