// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order in which they are read: a table's or an index's.
 *
 * @param schema the key that they are ordered by
 * @param tableSchema the key of their table, if that is another one
 * @param items the items by that order
 */
record ItemOrder(
    KeySchema schema, @Nullable KeySchema tableSchema, NavigableMap<ItemKey, Item> items) {

  /** What LastEvaluatedKey says of a place in this order. */
  Item place(ItemKey key) {
    Item own = schema.itemOf(key);
    ItemKey tableKey = key.tableKey();
    if (tableSchema == null || tableKey == null) {
      return own;
    }
    Map<String, Value> attributes = new LinkedHashMap<>(own.attributes());
    attributes.putAll(tableSchema.itemOf(tableKey).attributes());
    return new Item(attributes);
  }

  /** The place that ExclusiveStartKey means. */
  ItemKey behind(Item place) {
    Set<String> names = new TreeSet<>(schema.names());
    if (tableSchema != null) {
      names.addAll(tableSchema.names());
    }
    if (!place.attributes().keySet().equals(names)) {
      throw invalid("The provided starting key is invalid");
    }
    ItemKey own = schema.ofKey(part(place, schema));
    return tableSchema == null ? own : own.ofItem(tableSchema.ofKey(part(place, tableSchema)));
  }

  private static Item part(Item place, KeySchema schema) {
    Map<String, Value> attributes = new LinkedHashMap<>(place.attributes());
    attributes.keySet().retainAll(schema.names());
    return new Item(attributes);
  }
}
