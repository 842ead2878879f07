// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An object of a request, whose fields are all known. */
final class Datum {

  /** What CloudWatch accepts, besides 0: to 2 to the power of 360 on either side. */
  private static final double LARGEST = 0x1p360;

  private final JsonNode node;

  Datum(JsonNode node, String... known) {
    if (!node.isObject()) {
      throw Refusal.INVALID_VALUE.error("expected a structure with %s", List.of(known));
    }
    for (var fields = node.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      if (!Set.of(known).contains(name)) {
        throw Refusal.INVALID_VALUE.error(
            "the field %s is not supported here; there are %s", name, new TreeSet<>(Set.of(known)));
      }
    }
    this.node = node;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** A text that must be there and does not begin with a colon. */
  String text(String name, int maxChars) {
    if (!has(name)) {
      throw Refusal.MISSING.error("%s must be given", name);
    }
    String text = node.get(name).asText("");
    if (!node.get(name).isTextual() || text.isBlank() || text.length() > maxChars) {
      throw Refusal.INVALID_VALUE.error(
          "%s must have 1 to %d characters, not all blank", name, maxChars);
    }
    if (text.startsWith(":")) {
      throw Refusal.INVALID_VALUE.error("%s must not begin with a colon", name);
    }
    return text;
  }

  double number(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw Refusal.MISSING.error("%s must be given", name);
    }
    return number(name, value);
  }

  List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : list(name)) {
      numbers.add(number(name, element));
    }
    return numbers;
  }

  List<JsonNode> list(String name) {
    List<JsonNode> elements = new ArrayList<>();
    if (has(name)) {
      if (!node.get(name).isArray()) {
        throw Refusal.INVALID_VALUE.error("%s must be a list", name);
      }
      node.get(name).forEach(elements::add);
    }
    return elements;
  }

  JsonNode object(String name) {
    return node.path(name);
  }

  /** Seconds since 1970, or null. */
  @Nullable Instant time(String name) {
    if (!has(name)) {
      return null;
    }
    double seconds = number(name, node.get(name));
    if (Math.abs(seconds) > Integer.MAX_VALUE * 100.0) {
      throw Refusal.INVALID_VALUE.error("%s must be seconds since 1970", name);
    }
    BigDecimal millis = BigDecimal.valueOf(seconds).movePointRight(3);
    return Instant.ofEpochMilli(millis.longValue());
  }

  private static double number(String name, JsonNode value) {
    double number = value.doubleValue();
    if (!value.isNumber() || !Double.isFinite(number) || Math.abs(number) > LARGEST) {
      throw Refusal.INVALID_VALUE.error("%s must be finite and within 2 to the power of 360", name);
    }
    return number;
  }
}
