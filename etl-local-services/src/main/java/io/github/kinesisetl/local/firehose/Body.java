// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.ServiceError;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An object of a request, whose fields are all known. */
final class Body {

  private static final int MAX_NAME_CHARS = 64;

  private final ObjectNode node;

  Body(JsonNode node, String... known) {
    if (!(node instanceof ObjectNode object)) {
      throw ServiceError.badRequest(
          "SerializationException", "expected an object with %s", List.of(known));
    }
    for (var fields = object.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      if (!Set.of(known).contains(name)) {
        throw invalid(
            "the field %s is not supported here; there are %s", name, new TreeSet<>(Set.of(known)));
      }
    }
    this.node = object;
  }

  static ServiceError invalid(String message, Object... values) {
    return ServiceError.badRequest("InvalidArgumentException", message, values);
  }

  String streamName() {
    String name = text("DeliveryStreamName", "");
    if (!name.matches("[a-zA-Z0-9_.-]{1," + MAX_NAME_CHARS + "}")) {
      throw invalid("DeliveryStreamName must be 1 to 64 letters, digits and _.-");
    }
    return name;
  }

  String text(String name, String byDefault) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return byDefault;
    }
    if (!value.isTextual()) {
      throw wrongType(name, "a string");
    }
    return value.textValue();
  }

  int limit(String name, int byDefault, int max) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return byDefault;
    }
    if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
      throw invalid("%s must be 1 to %d", name, max);
    }
    return value.intValue();
  }

  JsonNode child(String name) {
    return node.path(name);
  }

  /** The one field of a record. */
  byte[] data() {
    JsonNode value = node.path("Data");
    if (!value.isTextual()) {
      throw wrongType("Data", "a string in base64");
    }
    try {
      return value.binaryValue();
    } catch (IOException e) {
      throw wrongType("Data", "a string in base64");
    }
  }

  private static ServiceError wrongType(String name, String expected) {
    return ServiceError.badRequest("SerializationException", "%s must be %s", name, expected);
  }
}
