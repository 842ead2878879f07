// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ReceiveMessage, DeleteMessage, ChangeMessageVisibility and their batches. */
final class ReceiveOperations {

  private static final String URL = "QueueUrl";
  private static final String HANDLE = "ReceiptHandle";
  private static final String VISIBILITY = QueueSettings.VISIBILITY;
  private static final int MAX_MESSAGES = 10;
  private static final int MAX_WAIT_SECONDS = 20;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Queues queues;

  ReceiveOperations(Queues queues) {
    this.queues = queues;
  }

  /** Answers at once, whatever WaitTimeSeconds says: nothing may hold up the event loop. */
  ObjectNode receive(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(
            Refusal.INVALID,
            request,
            URL,
            "AttributeNames",
            "MessageSystemAttributeNames",
            "MessageAttributeNames",
            "MaxNumberOfMessages",
            VISIBILITY,
            "WaitTimeSeconds");
    Queue queue = queues.require(fields.requiredText(URL));
    int count = fields.number("MaxNumberOfMessages", 1, 1, MAX_MESSAGES);
    fields.number("WaitTimeSeconds", 0, 0, MAX_WAIT_SECONDS);
    int timeout =
        fields.number(
            VISIBILITY,
            queue.settings().number(VISIBILITY),
            0,
            QueueSettings.MAX_VISIBILITY_SECONDS);
    long now = queues.nowMillis();
    giveUp(queue, now);
    List<Message> received = queue.visible(now, count);
    received.forEach(message -> message.receive(now, now + timeout * 1000L));
    return shown(queue, received, fields);
  }

  private ObjectNode shown(Queue queue, List<Message> received, RequestFields fields) {
    List<String> system = new ArrayList<>(fields.texts("AttributeNames"));
    system.addAll(fields.texts("MessageSystemAttributeNames"));
    List<String> wanted = fields.texts("MessageAttributeNames");
    ObjectNode answer = JSON.objectNode();
    if (!received.isEmpty()) {
      ArrayNode shown = answer.putArray("Messages");
      received.forEach(message -> shown.add(shown(queue, message, system, wanted)));
    }
    return answer;
  }

  ObjectNode delete(ObjectNode request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, request, URL, HANDLE);
    return delete(queues.require(fields.requiredText(URL)), fields);
  }

  ObjectNode deleteBatch(ObjectNode request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, request, URL, "Entries");
    Queue queue = queues.require(fields.requiredText(URL));
    return Batch.read(fields, HANDLE).run(entry -> delete(queue, entry));
  }

  ObjectNode changeVisibility(ObjectNode request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, request, URL, HANDLE, VISIBILITY);
    return changeVisibility(queues.require(fields.requiredText(URL)), fields);
  }

  ObjectNode changeVisibilityBatch(ObjectNode request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, request, URL, "Entries");
    Queue queue = queues.require(fields.requiredText(URL));
    return Batch.read(fields, HANDLE, VISIBILITY).run(entry -> changeVisibility(queue, entry));
  }

  private static ObjectNode delete(Queue queue, RequestFields fields) {
    Message message = latest(queue, fields.requiredText(HANDLE));
    if (message != null) {
      queue.remove(message.id());
    }
    return JSON.objectNode();
  }

  private ObjectNode changeVisibility(Queue queue, RequestFields fields) {
    Message message = latest(queue, fields.requiredText(HANDLE));
    if (!fields.has(VISIBILITY)) {
      throw Refusal.of(
          "MissingParameter", "The request must contain the parameter VisibilityTimeout.");
    }
    int timeout = fields.number(VISIBILITY, 0, 0, QueueSettings.MAX_VISIBILITY_SECONDS);
    long now = queues.nowMillis();
    if (message == null || !message.isInFlight(now)) {
      throw Refusal.of("MessageNotInflight", "The specified message isn't in flight.");
    }
    message.hideUntil(now + timeout * 1000L);
    return JSON.objectNode();
  }

  /** The message of a handle, unless it is gone or was received again since. */
  private static @Nullable Message latest(Queue queue, String handle) {
    Message message = queue.find(Message.idOf(handle));
    return message != null && message.receiptHandle().equals(handle) ? message : null;
  }

  /** Moves what was received too often to the dead-letter queue. */
  private void giveUp(Queue queue, long now) {
    QueueSettings.Redrive redrive = queue.settings().redrive();
    Queue target = redrive == null ? null : queues.byArn(redrive.targetArn());
    if (redrive == null || target == null) {
      return;
    }
    for (Message message : List.copyOf(queue.messages())) {
      if (message.isVisible(now) && message.receiveCount() >= redrive.maxReceiveCount()) {
        queue.remove(message.id());
        target.add(message.deadFrom(queue.arn()));
      }
    }
  }

  private ObjectNode shown(Queue queue, Message message, List<String> system, List<String> wanted) {
    ObjectNode shown = JSON.objectNode();
    shown.put("MessageId", message.id()).put(HANDLE, message.receiptHandle());
    shown.put("Body", message.content().body());
    shown.put("MD5OfBody", Digest.md5(message.content().body()));
    ObjectNode attributes = JSON.objectNode();
    systemAttributes(queue, message).forEach(attributes::put);
    if (!system.contains("All")) {
      attributes.retain(system);
    }
    if (!attributes.isEmpty()) {
      shown.set("Attributes", attributes);
    }
    Map<String, MessageAttribute> attached = new LinkedHashMap<>(message.content().attributes());
    attached.keySet().removeIf(name -> !isWanted(name, wanted));
    if (!attached.isEmpty()) {
      shown.put("MD5OfMessageAttributes", Digest.md5(attached));
      ObjectNode all = shown.putObject("MessageAttributes");
      attached.forEach((name, attribute) -> all.set(name, attribute.write()));
    }
    return shown;
  }

  private Map<String, String> systemAttributes(Queue queue, Message message) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("SenderId", queues.accountId());
    attributes.put("SentTimestamp", String.valueOf(message.sentMillis()));
    attributes.put("ApproximateReceiveCount", String.valueOf(message.receiveCount()));
    attributes.put(
        "ApproximateFirstReceiveTimestamp", String.valueOf(message.firstReceivedMillis()));
    String group = message.content().groupId();
    if (group != null) {
      attributes.put("MessageGroupId", group);
    }
    if (queue.isFifo()) {
      attributes.put("MessageDeduplicationId", queue.deduplicationId(message.content()));
      attributes.put("SequenceNumber", String.valueOf(message.sequenceNumber()));
    }
    String source = message.deadLetterSource();
    if (source != null) {
      attributes.put("DeadLetterQueueSourceArn", source);
    }
    return attributes;
  }

  private static boolean isWanted(String name, List<String> wanted) {
    return wanted.stream()
        .anyMatch(w ->
            w.equals("All")
                || w.equals(name)
                || (w.endsWith(".*") && name.startsWith(w.substring(0, w.length() - 2))));
  }
}
