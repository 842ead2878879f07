// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.value;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.ServiceError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Values as DynamoDB's JSON has them: an object with one field, named by the type. */
public final class ValueCodec {

  /**
   * How deep lists and maps may be nested.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
   *     Quotas in DynamoDB</a>
   */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;
  private static final int MAX_NUMBER_CHARS = 1_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ValueCodec() {}

  /**
   * Reads an item.
   *
   * @param node attributes by name, in the form of the wire
   * @return the item
   * @throws ServiceError if a value is not valid
   */
  public static Item readItem(ObjectNode node) {
    return new Item(readMap(node, 0));
  }

  /**
   * Reads a value.
   *
   * @param node such as <code>{"S": "text"}</code>
   * @return the value
   * @throws ServiceError if it is not valid
   */
  public static Value read(JsonNode node) {
    return read(node, 0);
  }

  /**
   * Writes an item.
   *
   * @param item the item
   * @return attributes by name
   */
  public static ObjectNode write(Item item) {
    return writeMap(item.attributes());
  }

  /**
   * Writes a value.
   *
   * @param value the value
   * @return such as <code>{"S": "text"}</code>
   */
  public static ObjectNode write(Value value) {
    ObjectNode node = JSON.objectNode();
    node.set(value.type(), content(value));
    return node;
  }

  /**
   * Makes a number that DynamoDB can keep.
   *
   * @param exact the number
   * @return the same
   * @throws ServiceError if it has more than 38 digits or is too large or too small
   */
  public static Value.Num number(BigDecimal exact) {
    BigDecimal number = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    if (number.precision() > MAX_DIGITS) {
      throw invalid("Attempting to store more than 38 significant digits in a Number");
    }
    int exponent = number.precision() - number.scale() - 1;
    if (exponent > MAX_EXPONENT) {
      throw invalid(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (exponent < MIN_EXPONENT) {
      throw invalid(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    return new Value.Num(number);
  }

  private static Value read(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      throw invalid("Nesting Levels have exceeded supported limits");
    }
    if (node.size() > 1) {
      throw invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    if (!node.isObject() || node.isEmpty()) {
      throw empty();
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    return read(only.getKey(), only.getValue(), depth);
  }

  private static Value read(String type, JsonNode content, int depth) {
    return switch (type) {
      case "S", "N", "B" -> scalar(type, content);
      case "BOOL" -> new Value.Bool(flag(content));
      case "NULL" -> nothing(content);
      case "SS", "NS", "BS" -> set(type.substring(0, 1), content);
      case "L" -> list(content, depth);
      case "M" -> map(content, depth);
      default -> throw empty();
    };
  }

  private static ServiceError empty() {
    return invalid(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  private static Value.Scalar scalar(String type, JsonNode content) {
    if (!content.isTextual()) {
      throw serialization(type);
    }
    String text = content.textValue();
    return switch (type) {
      case "S" -> new Value.Text(text);
      case "N" -> parseNumber(text);
      default -> parseBinary(text);
    };
  }

  private static Value.Num parseNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER_CHARS) {
      throw invalid("The parameter cannot be converted to a numeric value");
    }
    try {
      return number(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw invalid("The parameter cannot be converted to a numeric value");
    }
  }

  private static Value.Binary parseBinary(String text) {
    try {
      return Value.Binary.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw serialization("B");
    }
  }

  private static boolean flag(JsonNode content) {
    if (!content.isBoolean()) {
      throw serialization("BOOL");
    }
    return content.booleanValue();
  }

  private static Value nothing(JsonNode content) {
    if (!flag(content)) {
      throw invalidParameter("Null attribute value types must have the value of true");
    }
    return new Value.Null();
  }

  private static Value set(String type, JsonNode content) {
    if (!content.isArray()) {
      throw serialization(type + "S");
    }
    if (content.isEmpty()) {
      throw invalidParameter("An set of type %sS may not be empty", type);
    }
    SortedSet<Value.Scalar> values = new TreeSet<>();
    for (JsonNode element : content) {
      if (!values.add(scalar(type, element))) {
        throw invalidParameter("Input collection contains duplicates.");
      }
    }
    return new Value.SetOf(values);
  }

  private static Value list(JsonNode content, int depth) {
    if (!content.isArray()) {
      throw serialization("L");
    }
    List<Value> values = new ArrayList<>();
    content.forEach(element -> values.add(read(element, depth + 1)));
    return new Value.ListOf(values);
  }

  private static Value map(JsonNode content, int depth) {
    if (!content.isObject()) {
      throw serialization("M");
    }
    return new Value.MapOf(readMap(content, depth + 1));
  }

  private static Map<String, Value> readMap(JsonNode node, int depth) {
    Map<String, Value> values = new LinkedHashMap<>();
    node.properties().forEach(p -> values.put(p.getKey(), read(p.getValue(), depth)));
    return values;
  }

  private static ServiceError serialization(String type) {
    return ServiceError.badRequest(
        "SerializationException", "a value of type %s is not of that type", type);
  }

  private static JsonNode content(Value value) {
    if (value instanceof Value.Scalar scalar) {
      return JSON.textNode(text(scalar));
    }
    if (value instanceof Value.Bool bool) {
      return JSON.booleanNode(bool.isTrue());
    }
    if (value instanceof Value.SetOf set) {
      ArrayNode array = JSON.arrayNode();
      set.values().forEach(element -> array.add(text(element)));
      return array;
    }
    if (value instanceof Value.ListOf list) {
      ArrayNode array = JSON.arrayNode();
      list.values().forEach(element -> array.add(write(element)));
      return array;
    }
    return value instanceof Value.MapOf map ? writeMap(map.values()) : JSON.booleanNode(true);
  }

  private static ObjectNode writeMap(Map<String, Value> values) {
    ObjectNode node = JSON.objectNode();
    values.forEach((name, value) -> node.set(name, write(value)));
    return node;
  }

  private static String text(Value.Scalar scalar) {
    if (scalar instanceof Value.Text text) {
      return text.text();
    }
    if (scalar instanceof Value.Num num) {
      return num.number().toPlainString();
    }
    return Base64.getEncoder().encodeToString(((Value.Binary) scalar).toBytes());
  }
}
