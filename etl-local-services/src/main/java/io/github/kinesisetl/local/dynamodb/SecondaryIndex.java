// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import io.github.kinesisetl.local.dynamodb.KeySchema.KeyAttribute;
import io.github.kinesisetl.local.dynamodb.expression.Path;
import io.github.kinesisetl.local.dynamodb.expression.Projection;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A global secondary index: the items that have its key, by that key. It is made when it is read,
 * and so never behind its table.
 *
 * @param name 3 to 255 letters, digits and {@code _.-}
 * @param schema its own key
 * @param shows which attributes it has
 * @param capacity what was provisioned for it
 */
record SecondaryIndex(String name, KeySchema schema, Shown shows, Table.Capacity capacity) {

  /** Its items in the order of its key, and within that of the table's. */
  ItemOrder of(Table table) {
    NavigableMap<ItemKey, Item> items = new TreeMap<>();
    table
        .items()
        .forEach((key, item) -> {
          if (fits(item)) {
            items.put(schema.of(item).ofItem(key), item);
          }
        });
    return new ItemOrder(schema, table.schema(), items);
  }

  /** Refuses an item that has a part of this key, in another type than the key's. */
  void requireFit(Item item) {
    requireType(item, schema.hash());
    if (schema.range() != null) {
      requireType(item, schema.range());
    }
  }

  /** What is there of an item to be seen. */
  Projection projection(KeySchema tableSchema) {
    if (shows.type().equals(Shown.ALL)) {
      return Projection.ALL;
    }
    Set<String> names = new TreeSet<>(schema.names());
    names.addAll(tableSchema.names());
    names.addAll(shows.others());
    return new Projection(names.stream().map(Path::of).toList());
  }

  /** An item that was there before the index may not fit; the index then lacks it. */
  private boolean fits(Item item) {
    return has(item, schema.hash()) && (schema.range() == null || has(item, schema.range()));
  }

  private static boolean has(Item item, KeyAttribute attribute) {
    Value value = item.get(attribute.name());
    return value != null && value.type().equals(attribute.type());
  }

  private void requireType(Item item, KeyAttribute attribute) {
    Value value = item.get(attribute.name());
    if (value != null && !value.type().equals(attribute.type())) {
      throw invalidParameter(
          "Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s",
          attribute.name(), attribute.type(), value.type(), name);
    }
  }

  /**
   * What an index has of an item.
   *
   * @param type ALL, KEYS_ONLY or INCLUDE
   * @param others what it has beside both keys, for INCLUDE
   */
  record Shown(String type, List<String> others) {

    static final String ALL = "ALL";
    static final String KEYS_ONLY = "KEYS_ONLY";
    static final String INCLUDE = "INCLUDE";

    Shown {
      others = List.copyOf(others);
    }
  }
}
