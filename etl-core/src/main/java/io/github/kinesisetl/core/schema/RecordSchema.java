// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event must look like: its fields, in one version. Fields that it doesn't name are
 * allowed, so that writers can be ahead of readers. Immutable.
 *
 * @since 0.1.0
 */
public final class RecordSchema {

  private final String name;
  private final int version;
  private final Map<String, Field> fields;

  private RecordSchema(Builder builder) {
    name = builder.name;
    version = builder.version;
    fields = Map.copyOf(builder.fields);
  }

  /**
   * Starts a schema.
   *
   * @param name what the events are, such as {@code page-view}
   * @param version 1 or more
   * @return a builder without fields
   * @throws IllegalArgumentException if the name is empty or the version less than 1
   */
  public static Builder builder(String name, int version) {
    return new Builder(name, version);
  }

  /**
   * What the events are.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Which version of the schema this is.
   *
   * @return 1 or more
   */
  public int version() {
    return version;
  }

  /**
   * The fields by name.
   *
   * @return an unmodifiable map
   */
  public Map<String, Field> fields() {
    return fields;
  }

  /**
   * Checks an event.
   *
   * @param event the event
   * @return every violation, sorted by field; empty if the event is valid
   */
  public List<SchemaViolation> violationsOf(JsonNode event) {
    if (!event.isObject()) {
      return List.of(new SchemaViolation("(event)", "type OBJECT", shapeOf(event)));
    }
    List<SchemaViolation> violations = new ArrayList<>(0);
    for (Field field : fields.values()) {
      check(field, event.get(field.name()), violations);
    }
    violations.sort((a, b) -> a.field().compareTo(b.field()));
    return violations;
  }

  private static void check(Field field, @Nullable JsonNode value, List<SchemaViolation> found) {
    if (value == null || value.isNull()) {
      if (field.required()) {
        found.add(
            new SchemaViolation(field.name(), "required", value == null ? "nothing" : "null"));
      }
      return;
    }
    if (!field.type().accepts(value)) {
      found.add(new SchemaViolation(field.name(), "type " + field.type(), shapeOf(value)));
    } else if (!field.range().contains(measureOf(value))) {
      found.add(new SchemaViolation(field.name(), "range " + field.range(), shapeOf(value)));
    }
  }

  private static double measureOf(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue().length();
    }
    return value.isNumber() ? value.doubleValue() : value.size();
  }

  private static String shapeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string of %d characters".formatted(value.textValue().length());
      case NUMBER -> value.isIntegralNumber() ? "whole number" : "decimal number";
      case ARRAY -> "array of %d entries".formatted(value.size());
      case OBJECT -> "object of %d fields".formatted(value.size());
      case BOOLEAN -> "boolean";
      default -> "null";
    };
  }

  /** Collects the fields of a schema. Not safe for use by many threads. */
  public static final class Builder {

    private final String name;
    private final int version;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Builder(String name, int version) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("name must have at least 1 character, but has 0");
      }
      if (version < 1) {
        throw new IllegalArgumentException("version must be at least 1, but is " + version);
      }
      this.name = name;
      this.version = version;
    }

    /**
     * Adds a field.
     *
     * @param field the field
     * @return this builder
     * @throws IllegalArgumentException if a field of that name is there already
     */
    public Builder field(Field field) {
      if (fields.putIfAbsent(requireNonNull(field, "field").name(), field) != null) {
        throw new IllegalArgumentException("field " + field.name() + " is defined twice");
      }
      return this;
    }

    /**
     * Completes the schema.
     *
     * @return the schema
     */
    public RecordSchema build() {
      return new RecordSchema(this);
    }
  }
}
