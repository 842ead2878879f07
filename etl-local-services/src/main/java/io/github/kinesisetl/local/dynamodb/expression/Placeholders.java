// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names and values that stand for others in the expressions of one request. Each must be used.
 */
public final class Placeholders {

  /** The field with the names. */
  public static final String NAMES = "ExpressionAttributeNames";

  /** The field with the values. */
  public static final String VALUES = "ExpressionAttributeValues";

  private final Map<String, String> names;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  private Placeholders(Map<String, String> names, @Nullable ObjectNode values) {
    this.names = names;
    names.keySet().forEach(key -> requireSyntax(NAMES, key, "#"));
    if (values != null) {
      for (Map.Entry<String, JsonNode> value : values.properties()) {
        requireSyntax(VALUES, value.getKey(), ":");
        this.values.put(value.getKey(), ValueCodec.read(value.getValue()));
      }
      requireNotEmpty(VALUES, this.values);
    }
  }

  /**
   * Reads the placeholders of a request.
   *
   * @param fields the request
   * @param expressions the fields that may hold an expression; without any, none may be given
   * @return the placeholders, none of them used
   * @throws io.github.kinesisetl.local.service.ServiceError if they are not valid
   */
  public static Placeholders of(RequestFields fields, String... expressions) {
    var placeholders = new Placeholders(fields.textMap(NAMES), fields.object(VALUES));
    if (fields.has(NAMES)) {
      requireNotEmpty(NAMES, placeholders.names);
    }
    boolean isNeeded = false;
    for (String expression : expressions) {
      isNeeded |= fields.has(expression);
    }
    if (!isNeeded && (fields.has(NAMES) || fields.has(VALUES))) {
      throw invalid(
          "%s can only be specified when using expressions: %s null",
          fields.has(NAMES) ? NAMES : VALUES,
          String.join(" and ", expressions) + (expressions.length > 1 ? " are" : " is"));
    }
    return placeholders;
  }

  String name(String kind, String key) {
    String name = names.get(key);
    if (name == null) {
      throw invalid(
          "Invalid %s: An expression attribute name used in the document path is not defined;"
              + " attribute name: %s",
          kind, key);
    }
    used.add(key);
    return name;
  }

  Value value(String kind, String key) {
    Value value = values.get(key);
    if (value == null) {
      throw invalid(
          "Invalid %s: An expression attribute value used in expression is not defined; attribute"
              + " value: %s",
          kind, key);
    }
    used.add(key);
    return value;
  }

  /**
   * Refuses what no expression has asked for.
   *
   * @throws io.github.kinesisetl.local.service.ServiceError if there is any
   */
  public void requireAllUsed() {
    requireAllUsed(NAMES, names.keySet());
    requireAllUsed(VALUES, values.keySet());
  }

  private void requireAllUsed(String field, Set<String> keys) {
    var unused = new TreeSet<>(keys);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw invalid(
          "Value provided in %s unused in expressions: keys: {%s}",
          field, String.join(", ", unused));
    }
  }

  private static void requireSyntax(String field, String key, String mark) {
    if (!key.matches(mark + "[A-Za-z0-9_]+")) {
      throw invalid("%s contains invalid key: Syntax error; key: \"%s\"", field, key);
    }
  }

  private static void requireNotEmpty(String field, Map<String, ?> map) {
    if (map.isEmpty()) {
      throw invalid("%s must not be empty", field);
    }
  }
}
