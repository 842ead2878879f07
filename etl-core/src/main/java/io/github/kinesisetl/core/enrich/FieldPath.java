// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in an event: what an enricher reads its input by, and writes its output.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class FieldPath {
  private static final int MAX_DEPTH = 32;

  private final JsonPointer pointer;

  private FieldPath(JsonPointer pointer) {
    this.pointer = pointer;
  }

  /**
   * Reads {@code name} or {@code /pointer/to/name}.
   *
   * @param field a name at the top of the event, or a JSON pointer (RFC 6901)
   * @return the place
   * @throws IllegalArgumentException if it is empty or deeper than {@value #MAX_DEPTH}
   */
  public static FieldPath of(String field) {
    String text = field.startsWith("/") ? field : "/" + field.replace("~", "~0").replace("/", "~1");
    long depth = text.chars().filter(c -> c == '/').count();
    if (field.isEmpty() || depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "field must be a name or a JSON pointer of at most %d parts, but is '%s'"
              .formatted(MAX_DEPTH, field));
    }
    return new FieldPath(JsonPointer.compile(text));
  }

  FieldPath child(String name) {
    return new FieldPath(pointer.appendProperty(name));
  }

  /**
   * The text at this place.
   *
   * @param event the event, not changed
   * @return the text without white space around it, or null if there is none or it says nothing
   *     ({@code ""} or {@code "-"})
   */
  public @Nullable String textIn(ObjectNode event) {
    JsonNode node = event.at(pointer);
    if (!node.isTextual()) {
      return null;
    }
    String text = node.textValue().strip();
    return text.isEmpty() || text.equals("-") ? null : text;
  }

  /**
   * The text of a text, number or boolean at this place.
   *
   * @param event the event, not changed
   * @return the text, or null if there is no such value or it says nothing
   */
  public @Nullable String scalarIn(ObjectNode event) {
    JsonNode node = event.at(pointer);
    if (node.isTextual()) {
      return textIn(event);
    }
    return node.isValueNode() && !node.isNull() && !node.isBinary() ? node.asText() : null;
  }

  /**
   * Takes away what is at this place, and leaves the objects around it.
   *
   * @param event the event, which is changed
   */
  public void removeFrom(ObjectNode event) {
    if (event.at(pointer.head()) instanceof ObjectNode parent) {
      parent.remove(pointer.last().getMatchingProperty());
    }
  }

  boolean isIn(ObjectNode event) {
    return !event.at(pointer).isMissingNode();
  }

  /** Writes the value, with the objects around it; false if something else stands in the way. */
  boolean put(ObjectNode event, JsonNode value) {
    ObjectNode parent = event;
    JsonPointer rest = pointer;
    while (!rest.tail().matches()) {
      JsonNode child = parent.get(rest.getMatchingProperty());
      if (child == null || child.isNull()) {
        child = parent.putObject(rest.getMatchingProperty());
      }
      if (!(child instanceof ObjectNode object)) {
        return false;
      }
      parent = object;
      rest = rest.tail();
    }
    parent.set(rest.getMatchingProperty(), value);
    return true;
  }

  /**
   * Writes a value to this place, with the objects around it, as an enricher's last act.
   *
   * @param event the event; not changed if something else than an object stands in the way
   * @param value the value
   * @return enriched, or missing if something stands in the way
   */
  public Enrichment enrich(ObjectNode event, JsonNode value) {
    return put(event, value) ? Enrichment.enriched() : new Enrichment.Missing(blocked());
  }

  String blocked() {
    return "field " + pointer + " cannot be written: a parent is not an object";
  }

  /**
   * What an enricher answers if {@link #textIn} found nothing.
   *
   * @return the result, with a reason that names this place
   */
  public Enrichment.Missing noText() {
    return new Enrichment.Missing("field " + pointer + " has no text");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && path.pointer.equals(pointer);
  }

  @Override
  public int hashCode() {
    return pointer.hashCode();
  }

  @Override
  public String toString() {
    return pointer.toString();
  }
}
