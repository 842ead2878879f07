// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A whole update.
 *
 * @param actions whose paths do not overlap
 */
public record Update(List<UpdateAction> actions) {

  /** The field with the expression. */
  public static final String FIELD = "UpdateExpression";

  /** An update that changes nothing. */
  public static final Update NOTHING = new Update(List.of());

  /** Refuses paths that overlap. */
  public Update {
    actions = List.copyOf(actions);
    for (int i = 0; i < actions.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireApart(actions.get(j).path(), actions.get(i).path());
      }
    }
  }

  /**
   * Returns what is changed.
   *
   * @return a path for each action
   */
  public List<Path> paths() {
    return actions.stream().map(UpdateAction::path).toList();
  }

  /**
   * Applies all actions at once. Indexes mean the list as it was: elements are set from the front,
   * removed from the back.
   *
   * @param before the item as it was
   * @return the item as it will be
   * @throws io.github.kinesisetl.local.service.ServiceError if a value is not of a type that allows
   *     it
   */
  public Item apply(Item before) {
    List<UpdateAction> ordered = new ArrayList<>(actions);
    ordered.sort(Comparator.comparing(UpdateAction::path));
    Item item = before;
    for (UpdateAction action : ordered) {
      if (!(action instanceof UpdateAction.Remove)) {
        item = action.apply(item, before);
      }
    }
    for (int i = ordered.size() - 1; i >= 0; i--) {
      if (ordered.get(i) instanceof UpdateAction.Remove remove) {
        item = remove.apply(item, before);
      }
    }
    return item;
  }

  private static void requireApart(Path one, Path two) {
    if (one.overlaps(two)) {
      throw invalid(
          "Invalid UpdateExpression: Two document paths overlap with each other; must remove or"
              + " rewrite one of these paths; attribute: %s",
          one.attribute());
    }
    if (one.conflicts(two)) {
      throw invalid(
          "Invalid UpdateExpression: Two document paths conflict with each other; must remove or"
              + " rewrite one of these paths; attribute: %s",
          one.attribute());
    }
  }
}
