// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import org.jspecify.annotations.Nullable;

/**
 * What tells the items of a table apart, ordered by hash key and then by range key.
 *
 * @param hash the value of the hash key
 * @param range the value of the range key, null if the table has none
 * @param edge zero for an item; negative before and positive behind all items of a hash key
 */
record ItemKey(Value.Scalar hash, Value.@Nullable Scalar range, int edge)
    implements Comparable<ItemKey> {

  static ItemKey of(Value.Scalar hash, Value.@Nullable Scalar range) {
    return new ItemKey(hash, range, 0);
  }

  static ItemKey before(Value.Scalar hash) {
    return new ItemKey(hash, null, -1);
  }

  static ItemKey behind(Value.Scalar hash) {
    return new ItemKey(hash, null, 1);
  }

  @Override
  public int compareTo(ItemKey other) {
    int order = hash.compareTo(other.hash);
    if (order == 0) {
      order = Integer.compare(edge, other.edge);
    }
    return order != 0 || range == null || other.range == null
        ? order
        : range.compareTo(other.range);
  }
}
