// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import static io.github.kinesisetl.local.sqs.NewMessage.ATTRIBUTES;
import static io.github.kinesisetl.local.sqs.NewMessage.BODY;
import static io.github.kinesisetl.local.sqs.NewMessage.DEDUPLICATION;
import static io.github.kinesisetl.local.sqs.NewMessage.DELAY;
import static io.github.kinesisetl.local.sqs.NewMessage.GROUP;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceError;

/** SendMessage and its batch. */
final class SendOperations {

  private static final String URL = "QueueUrl";

  private final Queues queues;

  SendOperations(Queues queues) {
    this.queues = queues;
  }

  ObjectNode send(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(
            Refusal.INVALID, request, URL, BODY, ATTRIBUTES, DELAY, GROUP, DEDUPLICATION);
    return send(queues.require(fields.requiredText(URL)), NewMessage.read(fields));
  }

  ObjectNode sendBatch(ObjectNode request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, request, URL, "Entries");
    Queue queue = queues.require(fields.requiredText(URL));
    Batch batch = Batch.read(fields, BODY, ATTRIBUTES, DELAY, GROUP, DEDUPLICATION);
    int bytes = 0;
    for (RequestFields entry : batch.entries()) {
      bytes += bytes(entry);
    }
    if (bytes > NewMessage.MAX_BYTES) {
      throw Refusal.of(
          "BatchRequestTooLong",
          "Batch requests cannot be longer than %d bytes. You have sent %d bytes.",
          NewMessage.MAX_BYTES,
          bytes);
    }
    return batch.run(entry -> send(queue, NewMessage.read(entry)));
  }

  /** An entry that is wrong counts for nothing here: it will fail on its own. */
  private static int bytes(RequestFields entry) {
    try {
      return NewMessage.read(entry).bytes();
    } catch (ServiceError e) {
      return 0;
    }
  }

  /** Puts a message into a queue, if the queue allows it. */
  ObjectNode send(Queue queue, NewMessage content) {
    int maxBytes = queue.settings().number(QueueSettings.MAX_SIZE);
    if (content.bytes() > maxBytes) {
      throw Refusal.invalid(
          "One or more parameters are invalid. Reason: Message must be shorter than %d bytes.",
          maxBytes);
    }
    if (queue.isFifo()) {
      requireFifo(queue, content);
    } else if (content.deduplicationId() != null) {
      throw Refusal.invalid(
          "The request include parameter MessageDeduplicationId which is not valid for this queue"
              + " type");
    }
    queues.requireRoom(content.bytes());
    Message message = queue.send(content, queues.nowMillis());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("MessageId", message.id()).put("MD5OfMessageBody", Digest.md5(content.body()));
    if (!content.attributes().isEmpty()) {
      answer.put("MD5OfMessageAttributes", Digest.md5(content.attributes()));
    }
    if (queue.isFifo()) {
      answer.put("SequenceNumber", String.valueOf(message.sequenceNumber()));
    }
    return answer;
  }

  private static void requireFifo(Queue queue, NewMessage content) {
    if (content.groupId() == null) {
      throw Refusal.of(
          "MissingParameter", "The request must contain the parameter MessageGroupId.");
    }
    if (content.delaySeconds() != null) {
      throw Refusal.invalid(
          "DelaySeconds of a message is not valid for this queue type; set it on the queue");
    }
    if (content.deduplicationId() == null && !queue.settings().flag(QueueSettings.CONTENT_BASED)) {
      throw Refusal.invalid(
          "The queue should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
  }
}
