// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

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

  boolean isFollowedBy(HashRange other) {
    return !end.equals(HashKey.MAX) && end.next().equals(other.start);
  }

  /** Whether a cut at this key leaves something on both sides. */
  boolean canSplitAt(HashKey key) {
    return key.compareTo(start) > 0 && key.compareTo(end) <= 0;
  }

  HashRange below(HashKey key) {
    return new HashRange(start, key.previous());
  }

  HashRange from(HashKey key) {
    return new HashRange(key, end);
  }

  HashRange join(HashRange next) {
    return new HashRange(start, next.end);
  }
}
