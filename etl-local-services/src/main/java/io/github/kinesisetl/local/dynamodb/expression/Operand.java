// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a condition compares. */
public sealed interface Operand {

  /**
   * Finds the value in an item.
   *
   * @param item the item
   * @return the value, or null if it is not there
   */
  @Nullable Value in(Item item);

  /**
   * A value of the item.
   *
   * @param path where it is
   */
  record At(Path path) implements Operand {
    @Override
    public @Nullable Value in(Item item) {
      return Documents.find(item, path);
    }
  }

  /**
   * A value of the request.
   *
   * @param value the value
   */
  record Constant(Value value) implements Operand {
    @Override
    public Value in(Item item) {
      return value;
    }
  }

  /**
   * The size of a value of the item.
   *
   * @param path where it is
   */
  record Size(Path path) implements Operand {
    @Override
    public @Nullable Value in(Item item) {
      Value value = Documents.find(item, path);
      int size = value == null ? -1 : size(value);
      return size < 0 ? null : new Value.Num(BigDecimal.valueOf(size));
    }

    private static int size(Value value) {
      if (value instanceof Value.Text text) {
        return text.text().length();
      }
      if (value instanceof Value.Binary binary) {
        return binary.bytes();
      }
      if (value instanceof Value.SetOf set) {
        return set.values().size();
      }
      if (value instanceof Value.ListOf list) {
        return list.values().size();
      }
      return value instanceof Value.MapOf map ? map.values().size() : -1;
    }
  }
}
