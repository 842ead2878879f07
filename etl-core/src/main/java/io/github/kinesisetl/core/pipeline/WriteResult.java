// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** What became of items that were given to a {@link Sink} together. Immutable. */
public sealed interface WriteResult {

  /** All items are stored for good. */
  record Complete() implements WriteResult {}

  /**
   * Only the first items are surely stored; those behind may be, so writing them again may store
   * them twice.
   *
   * @param storedItems how many, from the first on, are stored for good
   * @param reason what went wrong, without payload
   */
  record Partial(int storedItems, String reason) implements WriteResult {
    /** Checks the count. */
    public Partial {
      requireNonNull(reason, "reason");
      if (storedItems < 0) {
        throw new IllegalArgumentException("storedItems must be at least 0, but is " + storedItems);
      }
    }
  }

  /**
   * All items are stored for good but some that never can be, such as one that is too large for the
   * sink. Writing those again cannot help.
   *
   * @param reasonsByIndex why, by an item's index; without payload
   */
  record Refused(Map<Integer, String> reasonsByIndex) implements WriteResult {
    /** Copies the map. */
    public Refused {
      reasonsByIndex = Map.copyOf(reasonsByIndex);
    }
  }
}
