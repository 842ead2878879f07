// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import io.github.kinesisetl.local.service.ServiceContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All topics, and what was published. Every operation holds its monitor. */
final class Topics {

  private static final int OVERHEAD_BYTES = 256;

  private final ServiceContext context;
  private final NavigableMap<String, Topic> topics = new TreeMap<>();
  private final Deque<Recorded> recorded = new ArrayDeque<>();
  private long recordedBytes;

  Topics(ServiceContext context) {
    this.context = context;
  }

  NavigableMap<String, Topic> all() {
    return topics;
  }

  String accountId() {
    return context.accountId();
  }

  String region() {
    return context.region();
  }

  Instant now() {
    return context.clock().instant();
  }

  /** Creates a topic, or finds it. */
  Topic create(String name, Map<String, String> attributes) {
    if (!name.matches("[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo")) {
      throw Refusal.invalid("Topic Name");
    }
    String arn = "arn:aws:sns:%s:%s:%s".formatted(region(), accountId(), name);
    var topic = new Topic(name, arn);
    attributes.forEach(topic::set);
    if (topic.isFifo() != Boolean.parseBoolean(attributes.get(Topic.FIFO))) {
      throw Refusal.invalid(
          "Topic Name; a topic is FIFO if it ends in .fifo and FifoTopic is true");
    }
    Topic present = topics.putIfAbsent(arn, topic);
    return present == null ? topic : present;
  }

  Topic require(String arn) {
    Topic topic = topics.get(arn);
    if (topic == null) {
      throw Refusal.notFound("Topic");
    }
    return topic;
  }

  Subscription requireSubscription(String arn) {
    int colon = arn.lastIndexOf(':');
    Topic topic = colon < 0 ? null : topics.get(arn.substring(0, colon));
    Subscription subscription = topic == null ? null : topic.subscriptions().get(arn);
    if (subscription == null) {
      throw Refusal.notFound("Subscription");
    }
    return subscription;
  }

  /** Records what was published, and forgets the oldest beyond the bound. */
  void record(Topic topic, PublishedMessage message, int bytes) {
    recorded.addLast(new Recorded(topic.name(), message, bytes + OVERHEAD_BYTES));
    recordedBytes += bytes + OVERHEAD_BYTES;
    while (recordedBytes > context.maxStoredBytes()) {
      recordedBytes -= recorded.removeFirst().bytes();
    }
  }

  List<PublishedMessage> published(String topicName) {
    return recorded.stream()
        .filter(r -> r.topicName().equals(topicName))
        .map(Recorded::message)
        .toList();
  }

  void forget() {
    recorded.clear();
    recordedBytes = 0;
  }

  private record Recorded(String topicName, PublishedMessage message, int bytes) {}
}
