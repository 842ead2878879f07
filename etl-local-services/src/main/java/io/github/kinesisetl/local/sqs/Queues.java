// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All queues. Every operation holds its monitor. */
final class Queues {

  private static final int FORBIDDEN = 403;

  private final ServiceContext context;
  private final NavigableMap<String, Queue> queues = new TreeMap<>();

  Queues(ServiceContext context) {
    this.context = context;
  }

  NavigableMap<String, Queue> all() {
    return queues;
  }

  long nowMillis() {
    return context.clock().millis();
  }

  String accountId() {
    return context.accountId();
  }

  /** Creates a queue, or finds the one that is there with these settings. */
  Queue create(String name, Map<String, String> attributes) {
    boolean isFifo = name.endsWith(".fifo");
    if (!name.matches("[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo")) {
      throw Refusal.invalid(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    var settings = new QueueSettings(Map.of()).with(attributes);
    if (isFifo != settings.flag(QueueSettings.FIFO)) {
      throw Refusal.invalid("a queue is FIFO if its name ends in .fifo and FifoQueue is true");
    }
    Queue present = queues.get(name);
    if (present != null) {
      requireSame(present, settings);
      return present;
    }
    var queue = new Queue(name, arn(name), settings, nowMillis());
    requireTarget(queue, settings);
    queues.put(name, queue);
    return queue;
  }

  /** Refuses a redrive policy without a dead-letter queue of the same kind. */
  void requireTarget(Queue queue, QueueSettings settings) {
    QueueSettings.Redrive redrive = settings.redrive();
    if (redrive == null) {
      return;
    }
    Queue target = byArn(redrive.targetArn());
    if (target == null || target.isFifo() != queue.isFifo()) {
      throw Refusal.invalid(
          "Value for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist"
              + " or is of another kind.");
    }
    if (!queue.isFifo() && settings.values().containsKey(QueueSettings.CONTENT_BASED)) {
      throw Refusal.of("InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication.");
    }
  }

  void remove(Queue queue) {
    queues.remove(queue.name());
  }

  /** The queue of a URL, whatever its host. */
  Queue require(String queueUrl) {
    Queue queue = queues.get(queueUrl.substring(queueUrl.lastIndexOf('/') + 1));
    if (queue == null) {
      throw Refusal.noQueue();
    }
    queue.expire(nowMillis());
    return queue;
  }

  @Nullable Queue byArn(String arn) {
    Queue queue = queues.get(arn.substring(arn.lastIndexOf(':') + 1));
    return queue != null && queue.arn().equals(arn) ? queue : null;
  }

  /** Refuses what would not fit into memory. */
  void requireRoom(int moreBytes) {
    long stored = queues.values().stream().mapToLong(Queue::bytes).sum();
    if (stored + moreBytes > context.maxStoredBytes()) {
      throw ServiceError.of(
          FORBIDDEN,
          "OverLimit",
          "all queues together may keep %d bytes and hold %d; receive messages or raise"
              + " maxStoredBytes",
          context.maxStoredBytes(),
          stored);
    }
  }

  private String arn(String name) {
    return "arn:aws:sqs:%s:%s:%s".formatted(context.region(), context.accountId(), name);
  }

  private static void requireSame(Queue present, QueueSettings wanted) {
    Map<String, String> all = present.settings().all();
    wanted
        .values()
        .forEach((name, value) -> {
          if (!value.equals(all.get(name))) {
            throw Refusal.of(
                "QueueNameExists",
                "A queue already exists with the same name and a different value for attribute"
                    + " %s",
                name);
          }
        });
  }
}
