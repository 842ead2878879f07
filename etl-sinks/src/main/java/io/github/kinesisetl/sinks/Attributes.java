// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** JSON as attributes of DynamoDB, kind for kind. Stateless. */
public final class Attributes {

  private Attributes() {}

  /**
   * An event's attributes, one a field.
   *
   * @param event the event
   * @return its attributes; numbers keep all their digits, nulls stay nulls
   */
  public static Map<String, AttributeValue> of(ObjectNode event) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    event.properties().forEach(f -> attributes.put(f.getKey(), of(f.getValue())));
    return attributes;
  }

  private static AttributeValue of(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return AttributeValue.fromM(of(object));
    }
    if (node.isArray()) {
      List<AttributeValue> elements = new ArrayList<>();
      node.forEach(element -> elements.add(of(element)));
      return AttributeValue.fromL(elements);
    }
    if (node.isNumber()) {
      return AttributeValue.fromN(node.asText());
    }
    if (node.isBoolean()) {
      return AttributeValue.fromBool(node.booleanValue());
    }
    return node.isNull() ? AttributeValue.fromNul(true) : AttributeValue.fromS(node.asText());
  }
}
