// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.conditionFailed;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.Update;
import io.github.kinesisetl.local.dynamodb.value.Item;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to do to one item.
 *
 * @param table where the item is
 * @param key which item
 * @param condition what must hold for the item as it is
 * @param showsItem whether a failure of the condition shows the item
 * @param change what is done
 */
record Write(Table table, ItemKey key, Condition condition, boolean showsItem, Change change) {

  /** Finds out what the item will be, and changes nothing. */
  Written prepare() {
    Item old = table.find(key);
    if (!condition.holds(old == null ? Item.EMPTY : old)) {
      throw conditionFailed(showsItem ? old : null);
    }
    Item fresh = change.of(old == null ? table.schema().itemOf(key) : old, old);
    if (fresh != null && fresh.bytes() > Item.MAX_BYTES) {
      throw invalid(
          change instanceof Modify
              ? "Item size to update has exceeded the maximum allowed size"
              : "Item size has exceeded the maximum allowed size");
    }
    if (fresh != null) {
      table.indexes().values().forEach(index -> index.requireFit(fresh));
    }
    return new Written(this, old, fresh);
  }

  /** What is done to an item. */
  sealed interface Change {

    /**
     * Makes the new item.
     *
     * @param present the item, or its key's attributes if there is none
     * @param old the item, or null
     * @return the new item, or null if there is to be none
     */
    @Nullable Item of(Item present, @Nullable Item old);
  }

  record Replace(Item item) implements Change {
    @Override
    public Item of(Item present, @Nullable Item old) {
      return item;
    }
  }

  record Modify(Update update) implements Change {
    @Override
    public Item of(Item present, @Nullable Item old) {
      return update.apply(present);
    }
  }

  record Delete() implements Change {
    @Override
    public @Nullable Item of(Item present, @Nullable Item old) {
      return null;
    }
  }

  record Check() implements Change {
    @Override
    public @Nullable Item of(Item present, @Nullable Item old) {
      return old;
    }
  }

  /**
   * A write that may be done.
   *
   * @param write the write
   * @param old the item, or null
   * @param fresh what it will be, or null
   */
  record Written(Write write, @Nullable Item old, @Nullable Item fresh) {

    long moreBytes() {
      return (fresh == null ? 0L : fresh.bytes()) - (old == null ? 0L : old.bytes());
    }

    void store() {
      if (fresh == null) {
        write.table.remove(write.key);
      } else {
        write.table.put(write.key, fresh);
      }
    }
  }
}
