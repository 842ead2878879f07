// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

/**
 * The part of the hash space that a shard owns, both ends included.
 *
 * @param start the first place
 * @param end the last place, not before the first
 * @since 0.1.0
 */
public record HashKeyRange(HashKey start, HashKey end) {

  /** Checks the order of the ends. */
  public HashKeyRange {
    if (start.compareTo(end) > 0) {
      throw new IllegalArgumentException(
          "start must not be after end, but %s is after %s".formatted(start, end));
    }
  }

  /**
   * Whether a place lies in this range.
   *
   * @param key the place
   * @return true from start to end, both included
   */
  public boolean contains(HashKey key) {
    return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
  }
}
