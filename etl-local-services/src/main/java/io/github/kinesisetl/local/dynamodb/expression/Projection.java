// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader wants to see of an item.
 *
 * @param paths the wanted paths, none for all
 */
public record Projection(List<Path> paths) {

  /** The field with the expression. */
  public static final String FIELD = "ProjectionExpression";

  /** All of an item. */
  public static final Projection ALL = new Projection(List.of());

  /**
   * Reads a projection.
   *
   * @param expression paths with commas between them
   * @param placeholders what stands for names
   * @return the projection
   * @throws io.github.kinesisetl.local.service.ServiceError if the expression is not valid
   */
  public static Projection parse(String expression, Placeholders placeholders) {
    var reader = new TokenReader(FIELD, expression, placeholders);
    List<Path> paths = new ArrayList<>();
    do {
      Path path = reader.path();
      if (paths.stream().anyMatch(path::overlaps)) {
        throw reader.error(
            "Two document paths overlap with each other; must remove or rewrite one of these"
                + " paths");
      }
      paths.add(path);
    } while (reader.skipSymbol(","));
    reader.expectEnd();
    return new Projection(paths);
  }

  /**
   * Shows an item.
   *
   * @param item the item
   * @return what is wanted of it
   */
  public Item of(Item item) {
    return paths.isEmpty() ? item : Documents.pick(item, paths);
  }
}
