// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import io.github.kinesisetl.local.service.RequestFields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is sent.
 *
 * @param body the body
 * @param attributes what is attached to it
 * @param delaySeconds how long it is hidden, or null for the queue's delay
 * @param groupId its group, or null
 * @param deduplicationId its identity for five minutes, or null
 */
record NewMessage(
    String body,
    Map<String, MessageAttribute> attributes,
    @Nullable Integer delaySeconds,
    @Nullable String groupId,
    @Nullable String deduplicationId) {

  /**
   * The largest message and the largest batch; 256 KiB until August 2025.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">
   *     Message quotas</a>
   */
  static final int MAX_BYTES = 1 << 20;

  static final String BODY = "MessageBody";
  static final String ATTRIBUTES = "MessageAttributes";
  static final String DELAY = "DelaySeconds";
  static final String GROUP = "MessageGroupId";
  static final String DEDUPLICATION = "MessageDeduplicationId";

  static NewMessage read(RequestFields fields) {
    String body = fields.text(BODY);
    if (body == null || body.isEmpty()) {
      throw Refusal.of("MissingParameter", "The request must contain the parameter MessageBody.");
    }
    if (!body.codePoints().allMatch(NewMessage::isAllowed)) {
      throw Refusal.of(
          "InvalidMessageContents",
          "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF |"
              + " #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
    Integer delay = fields.has(DELAY) ? (Integer) fields.number(DELAY, 0, 0, 900) : null;
    return new NewMessage(
        body,
        MessageAttribute.read(fields.object(ATTRIBUTES)),
        delay,
        id(fields, GROUP),
        id(fields, DEDUPLICATION));
  }

  int bytes() {
    int sum = body.getBytes(StandardCharsets.UTF_8).length;
    for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
      sum += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      sum += attribute.getValue().bytes();
    }
    return sum;
  }

  private static @Nullable String id(RequestFields fields, String name) {
    String id = fields.text(name);
    if (id != null && !id.matches("[\\x21-\\x7e]{1,128}")) {
      throw Refusal.invalid("%s must have 1 to 128 printable ASCII characters", name);
    }
    return id;
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
