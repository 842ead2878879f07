// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a subscription wants, by their attributes.
 *
 * @param tests by the attribute's name; of each name one must pass
 */
record FilterPolicy(Map<String, List<FilterTest>> tests) {

  static final FilterPolicy ALL = new FilterPolicy(Map.of());

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  static FilterPolicy read(@Nullable String json) {
    if (json == null || json.isBlank()) {
      return ALL;
    }
    JsonNode node = parsed(json);
    if (node == null || !node.isObject()) {
      throw Refusal.invalid("FilterPolicy: must be a JSON object");
    }
    Map<String, List<FilterTest>> tests = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isArray() || entry.getKey().startsWith("$")) {
        throw Refusal.invalid("FilterPolicy: a name must have a list; $or is not supported here");
      }
      List<FilterTest> choices = new ArrayList<>();
      entry.getValue().forEach(choice -> choices.add(FilterTest.read(choice)));
      tests.put(entry.getKey(), choices);
    }
    return new FilterPolicy(tests);
  }

  boolean passes(Map<String, Attribute> attributes) {
    return tests.entrySet().stream()
        .allMatch(entry -> passes(entry.getValue(), attributes.get(entry.getKey())));
  }

  private static boolean passes(List<FilterTest> choices, @Nullable Attribute attribute) {
    if (attribute == null) {
      return choices.contains(new FilterTest.Exists(false));
    }
    return values(attribute).stream()
        .anyMatch(value -> choices.stream().anyMatch(test -> test.passes(value)));
  }

  private static List<JsonNode> values(Attribute attribute) {
    String text = attribute.value();
    if (attribute.type().startsWith("Number")) {
      return List.of(number(text));
    }
    if (attribute.type().equals("String.Array")) {
      List<JsonNode> elements = new ArrayList<>();
      JsonNode array = parsed(text);
      if (array != null) {
        array.forEach(elements::add);
      }
      return elements;
    }
    return List.of(JsonNodeFactory.instance.textNode(text));
  }

  private static JsonNode number(String text) {
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return JsonNodeFactory.instance.textNode(text); // then no numeric test passes
    }
  }

  private static @Nullable JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
