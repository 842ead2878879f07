// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a request that is small enough to be read as a tree. */
final class Fields {

  private static final BigDecimal LATEST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000);

  private final Encoding encoding;
  private final JsonNode node;

  /** Takes an object whose fields are all among the known ones. */
  Fields(Encoding encoding, @Nullable JsonNode node, String... known) {
    if (node == null || !node.isObject()) {
      throw ErrorCode.SERIALIZATION.error("expected an object with fields of %s", List.of(known));
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!Arrays.asList(known).contains(name)) {
        throw ErrorCode.SERIALIZATION.error("unknown field; known are %s", List.of(known));
      }
    }
    this.encoding = encoding;
    this.node = node;
  }

  @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrongType(name, "a string");
    }
    return value.textValue();
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  @Nullable Integer number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrongType(name, "a 32-bit integer");
    }
    return value.intValue();
  }

  int requiredNumber(String name) {
    Integer number = number(name);
    if (number == null) {
      throw missing(name);
    }
    return number;
  }

  /** A number between 1 and a bound, or the default. */
  int limit(String name, int byDefault, int max) {
    Integer limit = number(name);
    if (limit == null) {
      return byDefault;
    }
    if (limit < 1 || limit > max) {
      throw ErrorCode.VALIDATION.error("%s must be 1 to %d, but is %d", name, max, limit);
    }
    return limit;
  }

  boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrongType(name, "true or false");
    }
    return value.booleanValue();
  }

  /** A time: seconds in JSON; in CBOR milliseconds if whole, seconds if not. */
  @Nullable Instant time(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrongType(name, "a time");
    }
    boolean isMillis = encoding == Encoding.CBOR && value.isIntegralNumber();
    BigDecimal number = value.decimalValue();
    BigDecimal millis = isMillis ? number : number.movePointRight(3);
    if (millis.abs().compareTo(LATEST_MILLIS) > 0) {
      throw wrongType(name, "a time within the next 290 thousand years");
    }
    return Instant.ofEpochMilli(millis.setScale(0, RoundingMode.FLOOR).longValue());
  }

  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw ErrorCode.VALIDATION.error(
        "%s must be one of %s", name, Arrays.toString(type.getEnumConstants()));
  }

  <E extends Enum<E>> E requiredChoice(String name, Class<E> type) {
    E choice = choice(name, type);
    if (choice == null) {
      throw missing(name);
    }
    return choice;
  }

  List<String> texts(String name) {
    JsonNode value = value(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!value.isArray()) {
      throw wrongType(name, "a list of strings");
    }
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw wrongType(name, "a list of strings");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  Map<String, String> textMap(String name) {
    JsonNode value = value(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value == null) {
      return texts;
    }
    if (!value.isObject()) {
      throw wrongType(name, "a map of strings");
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      if (!property.getValue().isTextual()) {
        throw wrongType(name, "a map of strings");
      }
      texts.put(property.getKey(), property.getValue().textValue());
    }
    return texts;
  }

  @Nullable Fields object(String name, String... known) {
    JsonNode value = value(name);
    return value == null ? null : new Fields(encoding, value, known);
  }

  static KinesisError missing(String name) {
    return ErrorCode.VALIDATION.error("%s must be given", name);
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static KinesisError wrongType(String name, String expected) {
    return ErrorCode.SERIALIZATION.error("%s must be %s", name, expected);
  }
}
