// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.expression.Path.Field;
import io.github.kinesisetl.local.dynamodb.expression.Path.Index;
import io.github.kinesisetl.local.dynamodb.expression.Path.Step;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds, replaces, removes and picks values within an item. Items do not change: copies do. */
public final class Documents {

  private Documents() {}

  /**
   * Finds a value.
   *
   * @param item the item
   * @param path where it may be
   * @return the value, or null if there is none
   */
  public static @Nullable Value find(Item item, Path path) {
    @Nullable Value value = new Value.MapOf(item.attributes());
    for (Step step : path.steps()) {
      value = value == null ? null : child(value, step);
    }
    return value;
  }

  /**
   * Sets a value.
   *
   * @param item the item
   * @param path where; what it is within must be there
   * @param value the value
   * @return the changed copy
   * @throws ServiceError if the path leads nowhere
   */
  public static Item put(Item item, Path path, Value value) {
    return item(put(new Value.MapOf(item.attributes()), path.steps(), value));
  }

  /**
   * Removes a value.
   *
   * @param item the item
   * @param path where; what it is within must be there
   * @return the changed copy
   * @throws ServiceError if the path leads nowhere
   */
  public static Item remove(Item item, Path path) {
    return item(remove(new Value.MapOf(item.attributes()), path.steps()));
  }

  /**
   * Leaves out all but some values.
   *
   * @param item the item
   * @param paths where the others are
   * @return the item with nothing but what the paths point to
   */
  public static Item pick(Item item, List<Path> paths) {
    Value picked =
        pick(new Value.MapOf(item.attributes()), paths.stream().map(Path::steps).toList());
    return picked == null ? Item.EMPTY : item(picked);
  }

  private static Item item(Value value) {
    return new Item(((Value.MapOf) value).values());
  }

  private static @Nullable Value child(Value value, Step step) {
    if (value instanceof Value.MapOf map && step instanceof Field field) {
      return map.values().get(field.name());
    }
    if (value instanceof Value.ListOf list && step instanceof Index index) {
      return index.position() < list.values().size() ? list.values().get(index.position()) : null;
    }
    return null;
  }

  private static Value put(@Nullable Value old, List<Step> steps, Value value) {
    if (steps.isEmpty()) {
      return value;
    }
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (old instanceof Value.MapOf map && step instanceof Field field) {
      Map<String, Value> values = new LinkedHashMap<>(map.values());
      values.put(field.name(), put(values.get(field.name()), rest, value));
      return new Value.MapOf(values);
    }
    if (old instanceof Value.ListOf list && step instanceof Index index) {
      List<Value> values = new ArrayList<>(list.values());
      if (index.position() < values.size()) {
        values.set(index.position(), put(values.get(index.position()), rest, value));
      } else {
        values.add(put(null, rest, value));
      }
      return new Value.ListOf(values);
    }
    throw badPath();
  }

  private static Value remove(@Nullable Value old, List<Step> steps) {
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (old instanceof Value.MapOf map && step instanceof Field field) {
      Map<String, Value> values = new LinkedHashMap<>(map.values());
      if (rest.isEmpty()) {
        values.remove(field.name());
      } else {
        values.put(field.name(), remove(values.get(field.name()), rest));
      }
      return new Value.MapOf(values);
    }
    if (old instanceof Value.ListOf list && step instanceof Index index) {
      List<Value> values = new ArrayList<>(list.values());
      int position = index.position();
      if (position < values.size() && rest.isEmpty()) {
        values.remove(position);
      } else if (position < values.size()) {
        values.set(position, remove(values.get(position), rest));
      }
      return new Value.ListOf(values);
    }
    throw badPath();
  }

  private static ServiceError badPath() {
    return invalid("The document path provided in the update expression is invalid for update");
  }

  private static @Nullable Value pick(Value value, List<List<Step>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return value;
    }
    Map<Integer, Value> elements = new TreeMap<>();
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Step step : paths.stream().map(path -> path.get(0)).distinct().toList()) {
      Value child = child(value, step);
      Value picked = child == null ? null : pick(child, rests(paths, step));
      if (picked != null && step instanceof Field field) {
        fields.put(field.name(), picked);
      } else if (picked != null && step instanceof Index index) {
        elements.put(index.position(), picked);
      }
    }
    if (!elements.isEmpty()) {
      return new Value.ListOf(List.copyOf(elements.values()));
    }
    return fields.isEmpty() ? null : new Value.MapOf(fields);
  }

  private static List<List<Step>> rests(List<List<Step>> paths, Step step) {
    return paths.stream()
        .filter(path -> path.get(0).equals(step))
        .map(path -> path.subList(1, path.size()))
        .toList();
  }
}
