// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import static java.util.Objects.requireNonNull;

/**
 * One field of an event.
 *
 * @param name its name at the top level of the event
 * @param type what its values are
 * @param required whether an event without it is invalid; null counts as absent
 * @param range which values are allowed: of a number its value, of a string or timestamp its
 *     characters, of an array or object its entries
 * @since 0.1.0
 */
public record Field(String name, FieldType type, boolean required, Range range) {

  /** Checks that there is a name, and that a boolean has no range. */
  public Field {
    requireNonNull(type, "type");
    requireNonNull(range, "range");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name must have at least 1 character, but has 0");
    }
    if (type == FieldType.BOOLEAN && !range.equals(Range.ANY)) {
      throw new IllegalArgumentException("field " + name + " is a boolean and can have no range");
    }
  }

  /**
   * A field that every event has.
   *
   * @param name its name
   * @param type what its values are
   * @return the field, with any value allowed
   */
  public static Field required(String name, FieldType type) {
    return new Field(name, type, true, Range.ANY);
  }

  /**
   * A field that an event may have.
   *
   * @param name its name
   * @param type what its values are
   * @return the field, with any value allowed
   */
  public static Field optional(String name, FieldType type) {
    return new Field(name, type, false, Range.ANY);
  }

  /**
   * The same field with a range.
   *
   * @param min the least value or length allowed
   * @param max the greatest value or length allowed
   * @return the ranged field
   */
  public Field between(double min, double max) {
    return new Field(name, type, required, new Range(min, max));
  }

  /**
   * From least to greatest, both allowed.
   *
   * @param min the least
   * @param max the greatest
   */
  public record Range(double min, double max) {

    /** Allows everything. */
    public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Checks the order. */
    public Range {
      if (!(min <= max)) {
        throw new IllegalArgumentException(
            "min must not be greater than max, but %s is greater than %s".formatted(min, max));
      }
    }

    boolean contains(double value) {
      return min <= value && value <= max;
    }

    boolean contains(Range other) {
      return min <= other.min && other.max <= max;
    }

    @Override
    public String toString() {
      return min + " to " + max;
    }
  }
}
