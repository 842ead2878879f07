// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import io.github.kinesisetl.local.service.Destinations;
import io.github.kinesisetl.local.service.ServiceError;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publish and PublishBatch. */
final class PublishOperations {

  private static final Logger LOG = LoggerFactory.getLogger(PublishOperations.class);
  private static final int MAX_ENTRIES = 10;
  private static final String ENTRIES = "PublishBatchRequestEntries";
  private static final String[] BATCH_FIELDS = {
    "Id",
    "Message",
    "Subject",
    "MessageStructure",
    "MessageAttributes",
    "MessageGroupId",
    "MessageDeduplicationId"
  };

  private final Topics topics;
  private final Destinations destinations;

  PublishOperations(Topics topics, Destinations destinations) {
    this.topics = topics;
    this.destinations = destinations;
  }

  void publish(Form form, Xml answer) {
    form.known(
        "TopicArn",
        "TargetArn",
        "Message",
        "Subject",
        "MessageStructure",
        "MessageAttributes",
        "MessageGroupId",
        "MessageDeduplicationId");
    String target = form.text("TopicArn", form.text("TargetArn", ""));
    if (target.isEmpty()) {
      throw Refusal.invalid("TopicArn or TargetArn must be given");
    }
    show(answer, publish(topics.require(target), form));
  }

  void publishBatch(Form form, Xml answer) {
    form.known("TopicArn", ENTRIES);
    Topic topic = topics.require(form.required("TopicArn"));
    List<Form> entries = form.members(ENTRIES + ".member");
    requireBatch(entries);
    Map<String, Sent> sent = new LinkedHashMap<>();
    Map<String, ServiceError> failed = new LinkedHashMap<>();
    for (Form entry : entries) {
      String id = entry.required("Id");
      try {
        sent.put(id, publish(topic, entry));
      } catch (ServiceError e) {
        failed.put(id, e);
      }
    }
    answer.element(
        "Successful",
        x -> sent.forEach((id, s) -> x.element("member", m -> show(m.element("Id", id), s))));
    answer.element(
        "Failed",
        x ->
            failed.forEach((id, e) ->
                x.element(
                    "member",
                    m ->
                        m.element("Id", id)
                            .element("SenderFault", "true")
                            .element("Code", e.code())
                            .element("Message", e.getMessage()))));
  }

  private static void show(Xml answer, Sent sent) {
    answer.element("MessageId", sent.messageId());
    if (sent.sequenceNumber() != null) {
      answer.element("SequenceNumber", sent.sequenceNumber());
    }
  }

  private Sent publish(Topic topic, Form form) {
    Publication publication = Publication.read(form);
    if (topic.isFifo()) {
      requireFifo(topic, publication);
    }
    Instant now = topics.now();
    Map<String, String> values = new LinkedHashMap<>();
    publication.attributes().forEach((name, attribute) -> values.put(name, attribute.value()));
    topics.record(
        topic,
        new PublishedMessage(
            publication.id(), publication.subject(), publication.message(), values, now),
        publication.bytes());
    for (Subscription subscription : List.copyOf(topic.subscriptions().values())) {
      if (subscription.filter().passes(publication.attributes())) {
        deliver(subscription, publication, topic, now);
      }
    }
    return new Sent(publication.id(), topic.isFifo() ? topic.nextSequenceNumber() : null);
  }

  /** As in AWS, a publisher does not learn that a queue is gone. */
  private void deliver(
      Subscription subscription, Publication publication, Topic topic, Instant now) {
    try {
      destinations.send(subscription.queueArn(), publication.forQueue(topic, subscription, now));
    } catch (ServiceError e) {
      LOG.warn(
          "a message of {} did not reach {}: {}",
          topic.arn(),
          subscription.queueArn(),
          e.getMessage());
    }
  }

  /** Letters, digits and punctuation, by the API reference of Publish. */
  private static void requireId(String name, @Nullable String id) {
    if (id != null && !id.matches("[!-~]{1,128}")) {
      throw Refusal.invalid(name + " must be 1 to 128 letters, digits and punctuation");
    }
  }

  private static void requireFifo(Topic topic, Publication publication) {
    if (publication.groupId() == null) {
      throw Refusal.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    requireId("MessageGroupId", publication.groupId());
    requireId("MessageDeduplicationId", publication.deduplicationId());
    if (publication.deduplicationId() == null && !topic.isContentBased()) {
      throw Refusal.invalid(
          "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
              + " provided explicitly");
    }
  }

  private static void requireBatch(List<Form> entries) {
    if (entries.isEmpty()) {
      throw Refusal.of("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw Refusal.of(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible: %d of 10.",
          entries.size());
    }
    Set<String> ids = new HashSet<>();
    int bytes = 0;
    for (Form entry : entries) {
      entry.known(BATCH_FIELDS);
      bytes += entry.text("Message", "").length();
      if (!ids.add(entry.required("Id"))) {
        throw Refusal.of(
            "BatchEntryIdsNotDistinct",
            "Two or more batch entries in the request have the same Id.");
      }
    }
    if (bytes > Publication.MAX_BYTES) {
      throw Refusal.of(
          "BatchRequestTooLong", "The length of all the batch messages put together is too long.");
    }
  }

  private record Sent(String messageId, @Nullable String sequenceNumber) {}
}
