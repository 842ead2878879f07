// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.ServiceError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One change of an update. */
public sealed interface UpdateAction {

  /**
   * Returns what is changed.
   *
   * @return its path
   */
  Path path();

  /**
   * Applies the change.
   *
   * @param item the item with other changes
   * @param before the item as it was before all changes, from which values are read
   * @return the changed copy
   * @throws ServiceError if a value is not of a type that allows it
   */
  Item apply(Item item, Item before);

  /**
   * SET.
   *
   * @param path what is set
   * @param source where the value comes from
   */
  record Set(Path path, Source source) implements UpdateAction {
    @Override
    public Item apply(Item item, Item before) {
      return Documents.put(item, path, source.in(before));
    }
  }

  /**
   * REMOVE.
   *
   * @param path what is removed
   */
  record Remove(Path path) implements UpdateAction {
    @Override
    public Item apply(Item item, Item before) {
      return Documents.remove(item, path);
    }
  }

  /**
   * ADD: adds a number, or elements to a set.
   *
   * @param path what is added to
   * @param value the summand, or the elements
   */
  record Add(Path path, Value value) implements UpdateAction {
    @Override
    public Item apply(Item item, Item before) {
      return Documents.put(item, path, sum(Documents.find(before, path)));
    }

    private Value sum(@Nullable Value old) {
      if (old == null) {
        return value;
      }
      if (old instanceof Value.Num a && value instanceof Value.Num b) {
        return ValueCodec.number(a.number().add(b.number()));
      }
      if (old instanceof Value.SetOf a && a.type().equals(value.type())) {
        SortedSet<Value.Scalar> union = new TreeSet<>(a.values());
        union.addAll(((Value.SetOf) value).values());
        return new Value.SetOf(union);
      }
      throw wrongType();
    }
  }

  /**
   * DELETE: takes elements from a set.
   *
   * @param path the set
   * @param value the elements
   */
  record Delete(Path path, Value.SetOf value) implements UpdateAction {
    @Override
    public Item apply(Item item, Item before) {
      Value old = Documents.find(before, path);
      if (old == null) {
        return item;
      }
      if (!(old instanceof Value.SetOf set) || !set.type().equals(value.type())) {
        throw wrongType();
      }
      SortedSet<Value.Scalar> rest = new TreeSet<>(set.values());
      rest.removeAll(value.values());
      return rest.isEmpty()
          ? Documents.remove(item, path)
          : Documents.put(item, path, new Value.SetOf(rest));
    }
  }

  /** Where a new value comes from. */
  sealed interface Source {
    /**
     * Finds the value.
     *
     * @param before the item as it was
     * @return the value
     * @throws ServiceError if there is none
     */
    Value in(Item before);
  }

  /**
   * A value of the request.
   *
   * @param value the value
   */
  record Constant(Value value) implements Source {
    @Override
    public Value in(Item before) {
      return value;
    }
  }

  /**
   * A value of the item.
   *
   * @param path where it is
   */
  record Copy(Path path) implements Source {
    @Override
    public Value in(Item before) {
      Value value = Documents.find(before, path);
      if (value == null) {
        throw invalid(
            "The provided expression refers to an attribute that does not exist in the item");
      }
      return value;
    }
  }

  /**
   * A value of the item, or another one.
   *
   * @param path where it may be
   * @param otherwise what stands for it
   */
  record IfNotExists(Path path, Source otherwise) implements Source {
    @Override
    public Value in(Item before) {
      Value value = Documents.find(before, path);
      return value == null ? otherwise.in(before) : value;
    }
  }

  /**
   * Two lists as one.
   *
   * @param first the first
   * @param second the second
   */
  record Append(Source first, Source second) implements Source {
    @Override
    public Value in(Item before) {
      if (first.in(before) instanceof Value.ListOf a
          && second.in(before) instanceof Value.ListOf b) {
        List<Value> values = new ArrayList<>(a.values());
        values.addAll(b.values());
        return new Value.ListOf(values);
      }
      throw wrongType();
    }
  }

  /**
   * A sum or a difference.
   *
   * @param left a number
   * @param right another
   * @param isMinus whether it is subtracted
   */
  record Sum(Source left, Source right, boolean isMinus) implements Source {
    @Override
    public Value in(Item before) {
      if (left.in(before) instanceof Value.Num a && right.in(before) instanceof Value.Num b) {
        BigDecimal summand = isMinus ? b.number().negate() : b.number();
        return ValueCodec.number(a.number().add(summand));
      }
      throw wrongType();
    }
  }

  private static ServiceError wrongType() {
    return invalid("An operand in the update expression has an incorrect data type");
  }
}
