// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is published.
 *
 * @param id SNS's id of it
 * @param subject the subject, or null
 * @param message what queues get
 * @param attributes its attributes
 * @param groupId its group, or null
 * @param deduplicationId its identity, or null
 */
record Publication(
    String id,
    @Nullable String subject,
    String message,
    Map<String, Attribute> attributes,
    @Nullable String groupId,
    @Nullable String deduplicationId) {

  /**
   * The largest message and the largest batch.
   *
   * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
   */
  static final int MAX_BYTES = 256 * 1024;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  static Publication read(Form form) {
    String subject = form.text("Subject");
    if (subject != null && !subject.matches("\\P{Cntrl}{1,100}")) {
      throw Refusal.invalid("Subject");
    }
    String message = form.text("Message", "");
    if (message.isEmpty()) {
      throw Refusal.invalid("Empty message");
    }
    var publication =
        new Publication(
            UUID.randomUUID().toString(),
            subject,
            chosen(message, form.text("MessageStructure")),
            Attribute.read(form),
            form.text("MessageGroupId"),
            form.text("MessageDeduplicationId"));
    if (publication.bytes() > MAX_BYTES) {
      throw Refusal.invalid("Message too long");
    }
    return publication;
  }

  int bytes() {
    int sum = message.getBytes(StandardCharsets.UTF_8).length;
    for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
      sum += attribute.getKey().length() + attribute.getValue().bytes();
    }
    return sum;
  }

  /** What a queue gets. */
  ObjectNode forQueue(Topic topic, Subscription subscription, Instant now) {
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    if (subscription.isRaw()) {
      sent.put("MessageBody", message);
      ObjectNode all = sent.putObject("MessageAttributes");
      attributes.forEach((name, attribute) -> all.set(name, attribute.forQueue()));
    } else {
      sent.put("MessageBody", envelope(subscription, now).toString());
    }
    if (subscription.queueArn().endsWith(".fifo")) {
      sent.put("MessageGroupId", groupId);
      sent.put("MessageDeduplicationId", identity(topic));
    }
    return sent;
  }

  /** Envelopes are not signed: the signature says so. */
  private ObjectNode envelope(Subscription subscription, Instant now) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("Type", "Notification").put("MessageId", id);
    envelope.put("TopicArn", subscription.topicArn());
    if (subject != null) {
      envelope.put("Subject", subject);
    }
    envelope.put("Message", message).put("Timestamp", MILLIS.format(now));
    envelope.put("SignatureVersion", "1").put("Signature", "NOT-SIGNED");
    envelope.put("SigningCertURL", "http://127.0.0.1/SimpleNotificationService.pem");
    envelope.put(
        "UnsubscribeURL",
        "http://127.0.0.1/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn());
    if (!attributes.isEmpty()) {
      ObjectNode all = envelope.putObject("MessageAttributes");
      attributes.forEach((name, attribute) -> all.set(name, attribute.forEnvelope()));
    }
    return envelope;
  }

  private @Nullable String identity(Topic topic) {
    return deduplicationId == null && topic.isContentBased() ? sha256(message) : deduplicationId;
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Of a message for several protocols, what is for queues. */
  private static String chosen(String message, @Nullable String structure) {
    if (structure == null) {
      return message;
    }
    if (!structure.equals("json")) {
      throw Refusal.invalid("MessageStructure must be json");
    }
    try {
      JsonNode node = MAPPER.readTree(message);
      if (node.path("default").isTextual()) {
        return node.path(Subscription.PROTOCOL).asText(node.get("default").textValue());
      }
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("Message Structure - JSON message body failed to parse");
    }
    throw Refusal.invalid("Message Structure - No default entry in JSON message body");
  }
}
