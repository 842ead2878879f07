// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds which of some ranges owns a place in the hash space: what predicts a record's shard.
 * Immutable, and safe for use by many threads.
 */
public final class HashRangeIndex {

  private final long[] highs; // of the ranges' starts, rising, the first at 0
  private final long[] lows;

  private HashRangeIndex(HashKeyRange... sorted) {
    highs = Arrays.stream(sorted).mapToLong(range -> range.start().high()).toArray();
    lows = Arrays.stream(sorted).mapToLong(range -> range.start().low()).toArray();
  }

  /**
   * Indexes ranges.
   *
   * @param ranges in any order; together they cover the hash space, each place once
   * @return the index; it counts the ranges by their start
   * @throws IllegalArgumentException if they leave a gap or overlap; the message says where
   */
  public static HashRangeIndex of(List<HashKeyRange> ranges) {
    HashKeyRange[] sorted =
        ranges.stream()
            .sorted(Comparator.comparing(HashKeyRange::start))
            .toArray(HashKeyRange[]::new);
    HashKey expected = HashKey.MIN;
    for (int i = 0; i < sorted.length; i++) {
      if (!sorted[i].start().equals(expected) || (i > 0 && expected.equals(HashKey.MIN))) {
        throw new IllegalArgumentException(
            "ranges must cover the hash space, each place once, but one starts at %s instead of %s"
                .formatted(sorted[i].start(), expected));
      }
      expected = next(sorted[i].end());
    }
    if (sorted.length == 0 || !expected.equals(HashKey.MIN)) {
      throw new IllegalArgumentException(
          "ranges must cover the hash space, but leave a gap at its end");
    }
    return new HashRangeIndex(sorted);
  }

  /**
   * The range that owns a place; allocates nothing.
   *
   * @param high the place's upper 64 bits, unsigned
   * @param low its lower 64 bits, unsigned
   * @return the range's number in the order of the starts, from 0
   */
  public int indexOf(long high, long low) {
    int first = 0;
    int last = highs.length - 1;
    while (first < last) {
      int middle = (first + last + 1) >>> 1;
      int order = Long.compareUnsigned(high, highs[middle]);
      if (order < 0 || (order == 0 && Long.compareUnsigned(low, lows[middle]) < 0)) {
        last = middle - 1;
      } else {
        first = middle;
      }
    }
    return first;
  }

  /** The place behind another one; behind the last comes the first. */
  private static HashKey next(HashKey key) {
    long low = key.low() + 1;
    return new HashKey(low == 0 ? key.high() + 1 : key.high(), low);
  }
}
