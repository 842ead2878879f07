// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import io.github.kinesisetl.local.dynamodb.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What tells the items of a table or an index apart, ordered by hash key, then by range key, and in
 * an index then by the table's key.
 *
 * @param hash the value of the hash key
 * @param range the value of the range key, null if there is none
 * @param tableKey the key in the table, null if this is it
 * @param edge zero for an item; negative before and positive behind all items of a hash key
 */
record ItemKey(
    Value.Scalar hash, Value.@Nullable Scalar range, @Nullable ItemKey tableKey, int edge)
    implements Comparable<ItemKey> {

  static ItemKey of(Value.Scalar hash, Value.@Nullable Scalar range) {
    return new ItemKey(hash, range, null, 0);
  }

  static ItemKey before(Value.Scalar hash) {
    return new ItemKey(hash, null, null, -1);
  }

  static ItemKey behind(Value.Scalar hash) {
    return new ItemKey(hash, null, null, 1);
  }

  /** This key of an index, for the item that has a key in the table. */
  ItemKey ofItem(ItemKey inTable) {
    return new ItemKey(hash, range, inTable, edge);
  }

  @Override
  public int compareTo(ItemKey other) {
    int order = hash.compareTo(other.hash);
    if (order == 0) {
      order = Integer.compare(edge, other.edge);
    }
    if (order == 0 && range != null && other.range != null) {
      order = range.compareTo(other.range);
    }
    return order != 0 || tableKey == null || other.tableKey == null
        ? order
        : tableKey.compareTo(other.tableKey);
  }
}
