// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import java.util.List;

/**
 * Where a value is in an item, such as {@code a.b[0]}.
 *
 * @param steps a name first, then names and indexes
 */
public record Path(List<Step> steps) implements Comparable<Path> {

  /** Keeps a copy. */
  public Path {
    steps = List.copyOf(steps);
  }

  /**
   * Points to a whole attribute.
   *
   * @param attribute its name, dots and all
   * @return the path
   */
  public static Path of(String attribute) {
    return new Path(List.of(new Field(attribute)));
  }

  /**
   * Returns the top-level attribute.
   *
   * @return its name
   */
  public String attribute() {
    return ((Field) steps.get(0)).name();
  }

  /** Whether one of them is the other or lies within it. */
  boolean overlaps(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    return steps.subList(0, common).equals(other.steps.subList(0, common));
  }

  /** Whether both step into the same value, one by name and the other by index. */
  boolean conflicts(Path other) {
    int i = 0;
    int common = Math.min(steps.size(), other.steps.size());
    while (i < common && steps.get(i).equals(other.steps.get(i))) {
      i++;
    }
    return i < common && steps.get(i).getClass() != other.steps.get(i).getClass();
  }

  @Override
  public int compareTo(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < common; i++) {
      int order = compare(steps.get(i), other.steps.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }

  private static int compare(Step a, Step b) {
    if (a instanceof Index i && b instanceof Index j) {
      return Integer.compare(i.position(), j.position());
    }
    return a.toString().compareTo(b.toString());
  }

  /** A step into a value. */
  public sealed interface Step {}

  /**
   * A step into a map.
   *
   * @param name the key
   */
  public record Field(String name) implements Step {}

  /**
   * A step into a list.
   *
   * @param position from 0 on
   */
  public record Index(int position) implements Step {}
}
