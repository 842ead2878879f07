// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import org.jspecify.annotations.Nullable;

/**
 * What tells the items of a table apart, ordered by hash key and then by range key.
 *
 * @param hash the value of the hash key
 * @param range the value of the range key, null if the table has none
 */
record ItemKey(Value.Scalar hash, Value.@Nullable Scalar range) implements Comparable<ItemKey> {

  @Override
  public int compareTo(ItemKey other) {
    int order = hash.compareTo(other.hash);
    return order != 0 || range == null || other.range == null
        ? order
        : range.compareTo(other.range);
  }
}
