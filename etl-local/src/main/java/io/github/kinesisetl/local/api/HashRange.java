// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash keys of one shard, both ends included.
 *
 * @param start the first key
 * @param end the last key, not below start
 */
public record HashRange(HashKey start, HashKey end) {

  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);

  /** Checks the order of the ends. */
  public HashRange {
    if (start.compareTo(end) > 0) {
      throw new IllegalArgumentException("start must not be above end, but " + start + " > " + end);
    }
  }

  /**
   * Cuts all hash keys into even ranges, the last of which takes the remainder.
   *
   * @param count how many, at least 1
   * @return the ranges in order
   */
  public static List<HashRange> uniform(int count) {
    BigInteger width = ALL.divide(BigInteger.valueOf(count));
    List<HashRange> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      HashKey start = HashKey.of(width.multiply(BigInteger.valueOf(i)));
      HashKey end =
          i == count - 1
              ? HashKey.MAX
              : HashKey.of(width.multiply(BigInteger.valueOf(i + 1L))).previous();
      ranges.add(new HashRange(start, end));
    }
    return ranges;
  }

  /**
   * Tells whether another range begins where this one ends.
   *
   * @param other the other range
   * @return whether nothing lies between them and they do not overlap
   */
  public boolean isFollowedBy(HashRange other) {
    return !end.equals(HashKey.MAX) && end.next().equals(other.start);
  }

  /**
   * Tells whether a cut leaves something on both sides.
   *
   * @param key the first key of the upper side
   * @return whether it is within, and not the first
   */
  public boolean canSplitAt(HashKey key) {
    return key.compareTo(start) > 0 && key.compareTo(end) <= 0;
  }

  /**
   * Returns the lower side of a cut.
   *
   * @param key the first key of the upper side
   * @return from the start to just below the key
   */
  public HashRange below(HashKey key) {
    return new HashRange(start, key.previous());
  }

  /**
   * Returns the upper side of a cut.
   *
   * @param key its first key
   * @return from the key to the end
   */
  public HashRange from(HashKey key) {
    return new HashRange(key, end);
  }

  /**
   * Returns this range and the one that follows it.
   *
   * @param next which begins where this one ends
   * @return both as one
   */
  public HashRange join(HashRange next) {
    return new HashRange(start, next.end);
  }
}
