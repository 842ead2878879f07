// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One table. The monitor of {@link Tables} guards it. */
final class Table {

  private static final BigDecimal MAX_AGE_SECONDS = BigDecimal.valueOf(5L * 365 * 24 * 3600);

  private final String name;
  private final KeySchema schema;
  private final Capacity capacity;
  private final long createdMillis;
  private final NavigableMap<ItemKey, Item> items = new TreeMap<>();
  private final Map<String, SecondaryIndex> indexes = new LinkedHashMap<>();
  private long bytes;
  private boolean isProtected;
  private @Nullable String expiryAttribute;

  Table(String name, KeySchema schema, Capacity capacity, long createdMillis) {
    this.name = name;
    this.schema = schema;
    this.capacity = capacity;
    this.createdMillis = createdMillis;
  }

  String name() {
    return name;
  }

  KeySchema schema() {
    return schema;
  }

  Capacity capacity() {
    return capacity;
  }

  long createdMillis() {
    return createdMillis;
  }

  /** All items in the order of their keys. */
  NavigableMap<ItemKey, Item> items() {
    return items;
  }

  /** All items in the order of their keys, to be read. */
  ItemOrder order() {
    return new ItemOrder(schema, null, items);
  }

  /** The secondary indexes by name. */
  Map<String, SecondaryIndex> indexes() {
    return indexes;
  }

  /** Adds an index over the items that fit it. */
  void add(SecondaryIndex index) {
    if (indexes.putIfAbsent(index.name(), index) != null) {
      throw invalid("Attempting to create an index which already exists");
    }
  }

  boolean isProtected() {
    return isProtected;
  }

  /** Keeps the table from being deleted, or lets it. */
  void protect(boolean fromDeletion) {
    isProtected = fromDeletion;
  }

  long bytes() {
    return bytes;
  }

  @Nullable String expiryAttribute() {
    return expiryAttribute;
  }

  void expiryAttribute(@Nullable String attribute) {
    expiryAttribute = attribute;
  }

  @Nullable Item find(ItemKey key) {
    return items.get(key);
  }

  void put(ItemKey key, Item item) {
    remove(key);
    items.put(key, item);
    bytes += item.bytes();
  }

  void remove(ItemKey key) {
    Item old = items.remove(key);
    if (old != null) {
      bytes -= old.bytes();
    }
  }

  /** Removes what has expired, if this table's items expire at all. */
  void expire(long nowMillis) {
    if (expiryAttribute == null) {
      return;
    }
    BigDecimal now = BigDecimal.valueOf(nowMillis / 1000);
    for (Iterator<Map.Entry<ItemKey, Item>> i = items.entrySet().iterator(); i.hasNext(); ) {
      Item item = i.next().getValue();
      if (isExpired(item.get(expiryAttribute), now)) {
        i.remove();
        bytes -= item.bytes();
      }
    }
  }

  /** As in DynamoDB, what seems to have expired over five years ago stays. */
  private static boolean isExpired(@Nullable Value expiry, BigDecimal now) {
    return expiry instanceof Value.Num num
        && num.number().compareTo(now) < 0
        && now.subtract(num.number()).compareTo(MAX_AGE_SECONDS) <= 0;
  }

  /**
   * What was provisioned.
   *
   * @param readUnits zero if the table is paid by request
   * @param writeUnits zero if the table is paid by request
   */
  record Capacity(long readUnits, long writeUnits) {

    static final Capacity ON_DEMAND = new Capacity(0, 0);

    boolean isOnDemand() {
      return readUnits == 0;
    }
  }
}
