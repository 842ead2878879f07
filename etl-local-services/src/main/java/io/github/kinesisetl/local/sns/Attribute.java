// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An attribute of a message.
 *
 * @param type String, String.Array, Number or Binary
 * @param value the text; of a binary attribute, its bytes in base64
 */
record Attribute(String type, String value) {

  static Map<String, Attribute> read(Form form) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (Form entry : form.members("MessageAttributes.entry")) {
      String type = entry.required("Value.DataType");
      if (!type.matches("String|String\\.Array|Number|Binary|(String|Number|Binary)\\..+")) {
        throw Refusal.invalid("DataType must be String, String.Array, Number or Binary");
      }
      String field = type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue";
      String value = entry.text(field, "");
      if (value.isEmpty()) {
        throw Refusal.of(
            "ParameterValueInvalid",
            "The message attribute must contain a non-empty value of its type");
      }
      attributes.put(entry.required("Name"), new Attribute(type, value));
    }
    return attributes;
  }

  boolean isBinary() {
    return type.startsWith("Binary");
  }

  int bytes() {
    return type.length() + value.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As SQS has it. */
  ObjectNode forQueue() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("DataType", type)
        .put(isBinary() ? "BinaryValue" : "StringValue", value);
  }

  /** As the envelope has it. */
  ObjectNode forEnvelope() {
    return JsonNodeFactory.instance.objectNode().put("Type", type).put("Value", value);
  }
}
