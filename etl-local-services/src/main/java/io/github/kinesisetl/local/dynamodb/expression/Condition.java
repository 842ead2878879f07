// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.List;

/** What must hold for an item. An item that is not there has no attributes. */
public sealed interface Condition {

  /**
   * Tells whether it holds.
   *
   * @param item an item; an empty one if there is none
   * @return whether it holds
   */
  boolean holds(Item item);

  /** What holds for every item. */
  Condition ALWAYS = new AllOf(List.of());

  /**
   * AND.
   *
   * @param conditions all of which must hold
   */
  record AllOf(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Item item) {
      return conditions.stream().allMatch(c -> c.holds(item));
    }
  }

  /**
   * OR.
   *
   * @param conditions one of which must hold
   */
  record AnyOf(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Item item) {
      return conditions.stream().anyMatch(c -> c.holds(item));
    }
  }

  /**
   * NOT.
   *
   * @param condition which must not hold
   */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Item item) {
      return !condition.holds(item);
    }
  }

  /**
   * A comparison.
   *
   * @param left the left operand
   * @param comparison the comparator
   * @param right the right operand
   */
  record Compare(Operand left, Comparison comparison, Operand right) implements Condition {
    @Override
    public boolean holds(Item item) {
      return comparison.holds(left.in(item), right.in(item));
    }
  }

  /**
   * BETWEEN, both ends included.
   *
   * @param operand what is compared
   * @param low the lower end
   * @param high the upper end
   */
  record Between(Operand operand, Operand low, Operand high) implements Condition {
    @Override
    public boolean holds(Item item) {
      Value value = operand.in(item);
      return Comparison.GE.holds(value, low.in(item)) && Comparison.LE.holds(value, high.in(item));
    }
  }

  /**
   * IN.
   *
   * @param operand what is compared
   * @param choices one of which it must equal
   */
  record In(Operand operand, List<Operand> choices) implements Condition {
    @Override
    public boolean holds(Item item) {
      Value value = operand.in(item);
      return choices.stream().anyMatch(c -> Comparison.EQ.holds(value, c.in(item)));
    }
  }

  /**
   * attribute_exists.
   *
   * @param path what must be there
   */
  record Exists(Path path) implements Condition {
    @Override
    public boolean holds(Item item) {
      return Documents.find(item, path) != null;
    }
  }

  /**
   * attribute_type.
   *
   * @param path what must be there
   * @param type the type that it must have
   */
  record HasType(Path path, String type) implements Condition {
    @Override
    public boolean holds(Item item) {
      Value value = Documents.find(item, path);
      return value != null && value.type().equals(type);
    }
  }

  /**
   * begins_with.
   *
   * @param operand a text or bytes
   * @param prefix how it must begin
   */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean holds(Item item) {
      Value value = operand.in(item);
      Value start = prefix.in(item);
      if (value instanceof Value.Text text && start instanceof Value.Text prefixText) {
        return text.text().startsWith(prefixText.text());
      }
      return value instanceof Value.Binary binary
          && start instanceof Value.Binary prefixBytes
          && binary.latin1().startsWith(prefixBytes.latin1());
    }
  }

  /**
   * contains.
   *
   * @param path a text, bytes, a list or a set
   * @param part what must be in it
   */
  record Contains(Path path, Operand part) implements Condition {
    @Override
    public boolean holds(Item item) {
      Value whole = Documents.find(item, path);
      Value wanted = part.in(item);
      if (wanted == null) {
        return false;
      }
      if (whole instanceof Value.ListOf list) {
        return list.values().contains(wanted);
      }
      if (whole instanceof Value.SetOf set) {
        return wanted instanceof Value.Scalar scalar && set.values().contains(scalar);
      }
      if (whole instanceof Value.Binary bytes && wanted instanceof Value.Binary some) {
        return bytes.latin1().contains(some.latin1());
      }
      return whole instanceof Value.Text text
          && wanted instanceof Value.Text some
          && text.text().contains(some.text());
    }
  }

  /**
   * Lies in one of the parts of a table that are scanned side by side.
   *
   * @param hashKey the attribute that tells the part
   * @param segment which part
   * @param segments how many there are
   */
  record InSegment(String hashKey, int segment, int segments) implements Condition {
    @Override
    public boolean holds(Item item) {
      return Math.floorMod(String.valueOf(item.get(hashKey)).hashCode(), segments) == segment;
    }
  }
}
