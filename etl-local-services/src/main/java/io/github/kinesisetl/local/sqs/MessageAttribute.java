// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sender attaches to a message.
 *
 * @param type String, Number or Binary, perhaps with a dot and a label of the sender's
 * @param value the text; of a binary attribute, its bytes in base64
 */
record MessageAttribute(String type, String value) {

  /**
   * The most attributes of a message.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">
   *     Message quotas</a>
   */
  private static final int MAX_COUNT = 10;

  private static final String STRING_VALUE = "StringValue";
  private static final String BINARY_VALUE = "BinaryValue";

  static Map<String, MessageAttribute> read(@Nullable ObjectNode node) {
    Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
    if (node == null) {
      return attributes;
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      requireName(property.getKey());
      attributes.put(property.getKey(), read(property.getValue()));
    }
    if (attributes.size() > MAX_COUNT) {
      throw Refusal.invalid(
          "Number of message attributes [%d] exceeds the allowed maximum [10].", attributes.size());
    }
    return attributes;
  }

  boolean isBinary() {
    return type.startsWith("Binary");
  }

  byte[] toBytes() {
    return isBinary() ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8);
  }

  int bytes() {
    return type.getBytes(StandardCharsets.UTF_8).length + toBytes().length;
  }

  ObjectNode write() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("DataType", type)
        .put(isBinary() ? BINARY_VALUE : STRING_VALUE, value);
  }

  private static void requireName(String name) {
    if (!name.matches("(?!(?i:AWS\\.|Amazon\\.))[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
        || name.length() > 256) {
      throw Refusal.invalid(
          "Message attribute name is invalid: 1 to 256 of A-Z a-z 0-9 _ - and single dots, without"
              + " AWS. or Amazon. in front");
    }
  }

  private static MessageAttribute read(JsonNode node) {
    RequestFields fields =
        RequestFields.of(Refusal.INVALID, node, "DataType", STRING_VALUE, BINARY_VALUE);
    String type = fields.requiredText("DataType");
    if (!type.matches("(String|Number|Binary)(\\..{1,249})?")) {
      throw Refusal.invalid("DataType must be String, Number or Binary, perhaps with .label");
    }
    String value = fields.requiredText(type.startsWith("Binary") ? BINARY_VALUE : STRING_VALUE);
    if (value.isEmpty()) {
      throw Refusal.invalid("a message attribute must have a value that is not empty");
    }
    var attribute = new MessageAttribute(type, value);
    attribute.requireForm();
    return attribute;
  }

  private void requireForm() {
    try {
      int length = toBytes().length;
      if (type.startsWith("Number") && (length > 256 || !isNumber())) {
        throw Refusal.invalid("Can't cast the value of message attribute to a number.");
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("BinaryValue must be base64");
    }
  }

  private boolean isNumber() {
    return value.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
  }
}
