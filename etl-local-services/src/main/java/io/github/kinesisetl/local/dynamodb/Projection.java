// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reader wants to see of an item.
 *
 * @param paths the wanted paths, none for all
 */
record Projection(List<Path> paths) {

  static final String FIELD = "ProjectionExpression";
  static final Projection ALL = new Projection(List.of());

  static Projection parse(String expression, Placeholders placeholders) {
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

  Item of(Item item) {
    return paths.isEmpty() ? item : Documents.pick(item, paths);
  }
}
