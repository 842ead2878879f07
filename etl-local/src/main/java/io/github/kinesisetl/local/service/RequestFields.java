// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON request. A field that nobody knows, or of another type, is an error that
 * names it and never its value. Immutable, if nobody writes to its tree.
 */
public final class RequestFields {

  private final String errorCode;
  private final JsonNode node;

  private RequestFields(String errorCode, JsonNode node) {
    this.errorCode = errorCode;
    this.node = node;
  }

  /**
   * Takes an object whose fields are all among the known ones.
   *
   * @param errorCode AWS's name for the error of a field that is unknown, missing or ill-typed
   * @param node the object
   * @param known the names that are read
   * @return the fields
   * @throws ServiceError if this is no object or has other fields
   */
  public static RequestFields of(String errorCode, JsonNode node, String... known) {
    if (!node.isObject()) {
      throw ServiceError.badRequest(errorCode, "expected an object of %s", List.of(known));
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw ServiceError.badRequest(
            errorCode, "%s is not supported here; known are %s", name, List.of(known));
      }
    }
    return new RequestFields(errorCode, node);
  }

  /**
   * Tells whether a field was sent.
   *
   * @param name the field
   * @return whether it is there and not null
   */
  public boolean has(String name) {
    return value(name) != null;
  }

  /**
   * Returns a text.
   *
   * @param name the field
   * @return its value, or null if it was not sent
   */
  public @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrongType(name, "a string");
    }
    return value.textValue();
  }

  /**
   * Returns a text, or its default.
   *
   * @param name the field
   * @param byDefault what stands for a field that was not sent
   * @return the text
   */
  public String text(String name, String byDefault) {
    String text = text(name);
    return text == null ? byDefault : text;
  }

  /**
   * Returns a text that must be there.
   *
   * @param name the field
   * @return its value
   */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /**
   * Returns a number.
   *
   * @param name the field
   * @return its value, or null if it was not sent
   */
  public @Nullable Integer number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrongType(name, "a 32-bit integer");
    }
    return value.intValue();
  }

  /**
   * Returns a number within bounds.
   *
   * @param name the field
   * @param byDefault what stands for a field that was not sent
   * @param min the least
   * @param max the most
   * @return the number
   */
  public int number(String name, int byDefault, int min, int max) {
    Integer number = number(name);
    if (number == null) {
      return byDefault;
    }
    if (number < min || number > max) {
      throw ServiceError.badRequest(
          errorCode, "%s must be %d to %d, but is %d", name, min, max, number);
    }
    return number;
  }

  /**
   * Returns a flag.
   *
   * @param name the field
   * @param byDefault what stands for a field that was not sent
   * @return the flag
   */
  public boolean flag(String name, boolean byDefault) {
    JsonNode value = value(name);
    if (value == null) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      throw wrongType(name, "true or false");
    }
    return value.booleanValue();
  }

  /**
   * Returns an object as it is.
   *
   * @param name the field
   * @return its value, or null if it was not sent
   */
  public @Nullable ObjectNode object(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw wrongType(name, "an object");
    }
    return object;
  }

  /**
   * Returns an object that must be there.
   *
   * @param name the field
   * @return its value
   */
  public ObjectNode requiredObject(String name) {
    ObjectNode object = object(name);
    if (object == null) {
      throw missing(name);
    }
    return object;
  }

  /**
   * Returns a list.
   *
   * @param name the field
   * @return its elements, none if it was not sent
   */
  public List<JsonNode> list(String name) {
    JsonNode value = value(name);
    List<JsonNode> elements = new ArrayList<>();
    if (value == null) {
      return elements;
    }
    if (!value.isArray()) {
      throw wrongType(name, "a list");
    }
    value.forEach(elements::add);
    return elements;
  }

  /**
   * Returns a list of texts.
   *
   * @param name the field
   * @return its elements, none if it was not sent
   */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(name)) {
      if (!element.isTextual()) {
        throw wrongType(name, "a list of strings");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /**
   * Returns a map of texts.
   *
   * @param name the field
   * @return its entries in their order, none if it was not sent
   */
  public Map<String, String> textMap(String name) {
    ObjectNode object = object(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (object == null) {
      return texts;
    }
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!property.getValue().isTextual()) {
        throw wrongType(name, "a map of strings");
      }
      texts.put(property.getKey(), property.getValue().textValue());
    }
    return texts;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private ServiceError missing(String name) {
    return ServiceError.badRequest(errorCode, "%s must be given", name);
  }

  private ServiceError wrongType(String name, String expected) {
    return ServiceError.badRequest(errorCode, "%s must be %s", name, expected);
  }
}
