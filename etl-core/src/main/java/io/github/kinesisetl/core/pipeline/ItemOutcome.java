// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * What became of one item that was given to a {@link Sink}. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface ItemOutcome {

  /** The item is stored for good. */
  record Stored() implements ItemOutcome {}

  /**
   * The item can never be stored, such as one that is too large for the sink: writing it again
   * cannot help.
   *
   * @param reason why, without payload
   */
  record Refused(String reason) implements ItemOutcome {
    /** Checks that there is a reason. */
    public Refused {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The item is not stored now, as far as the sink knows; after a lost answer it may be, so writing
   * it again may store it twice.
   *
   * @param reason what went wrong, without payload
   */
  record Failed(String reason) implements ItemOutcome {
    /** Checks that there is a reason. */
    public Failed {
      requireNonNull(reason, "reason");
    }
  }
}
