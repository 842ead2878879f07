// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One queue. The monitor of {@link Queues} guards it. */
final class Queue {

  /**
   * How long a duplicate is recognised.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html">
   *     Exactly-once processing</a>
   */
  private static final long DEDUPLICATION_MILLIS = 5 * 60_000;

  private static final long FIRST_SEQUENCE_NUMBER = 1_000_000_000_000_000_000L;

  private final String name;
  private final String arn;
  private final long createdMillis;
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, Message> recent = new LinkedHashMap<>();
  private QueueSettings settings;
  private long modifiedMillis;
  private long bytes;
  private long sent;
  private long earliestSent = Long.MAX_VALUE; // or earlier: spares looking at all messages

  Queue(String name, String arn, QueueSettings settings, long nowMillis) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
    this.createdMillis = nowMillis;
    this.modifiedMillis = nowMillis;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  boolean isFifo() {
    return name.endsWith(".fifo");
  }

  long createdMillis() {
    return createdMillis;
  }

  long modifiedMillis() {
    return modifiedMillis;
  }

  long bytes() {
    return bytes;
  }

  QueueSettings settings() {
    return settings;
  }

  void settings(QueueSettings changed, long now) {
    settings = changed;
    modifiedMillis = now;
  }

  Collection<Message> messages() {
    return messages.values();
  }

  @Nullable Message find(String id) {
    return messages.get(id);
  }

  /** Drops what is older than the retention, and forgets old deduplication ids. */
  void expire(long now) {
    long oldest = now - settings.number(QueueSettings.RETENTION) * 1000L;
    if (earliestSent < oldest) {
      List<Message> old = messages.values().stream().filter(m -> m.sentMillis() < oldest).toList();
      old.forEach(m -> remove(m.id()));
      earliestSent =
          messages.values().stream().mapToLong(Message::sentMillis).min().orElse(Long.MAX_VALUE);
    }
    recent.values().removeIf(m -> now - m.sentMillis() >= DEDUPLICATION_MILLIS);
  }

  /** Takes a message, or recognises that it has it. */
  Message send(NewMessage content, long now) {
    String identity = isFifo() ? deduplicationId(content) : null;
    if (identity != null && recent.get(identity) != null) {
      return Objects.requireNonNull(recent.get(identity));
    }
    var message =
        new Message(UUID.randomUUID().toString(), content, now, FIRST_SEQUENCE_NUMBER + sent++);
    Integer ownDelay = content.delaySeconds();
    int delay = ownDelay == null ? settings.number(QueueSettings.DELAY) : ownDelay;
    message.hideUntil(now + delay * 1000L);
    add(message);
    if (identity != null) {
      recent.put(identity, message);
    }
    return message;
  }

  String deduplicationId(NewMessage content) {
    String id = content.deduplicationId();
    return id == null ? Digest.sha256(content.body()) : id;
  }

  void add(Message message) {
    messages.put(message.id(), message);
    earliestSent = Math.min(earliestSent, message.sentMillis());
    bytes += message.bytes();
  }

  void remove(String id) {
    Message removed = messages.remove(id);
    if (removed != null) {
      bytes -= removed.bytes();
    }
  }

  void clear() {
    messages.clear();
    bytes = 0;
  }

  /** What can be received now: of a FIFO group only what has nothing hidden before it. */
  List<Message> visible(long now, int count) {
    List<Message> visible = new ArrayList<>();
    Set<String> blocked = new HashSet<>();
    for (Message message : messages.values()) {
      String group = isFifo() ? String.valueOf(message.content().groupId()) : message.id();
      if (visible.size() == count) {
        break;
      }
      if (message.isVisible(now) && !blocked.contains(group)) {
        visible.add(message);
      } else {
        blocked.add(group);
      }
    }
    return visible;
  }

  /** How many messages are visible, in flight and delayed. */
  Map<String, Long> counts(long now) {
    long visible = messages.values().stream().filter(m -> m.isVisible(now)).count();
    long inFlight = messages.values().stream().filter(m -> m.isInFlight(now)).count();
    Map<String, Long> counts = new HashMap<>();
    counts.put("ApproximateNumberOfMessages", visible);
    counts.put("ApproximateNumberOfMessagesNotVisible", inFlight);
    counts.put("ApproximateNumberOfMessagesDelayed", messages.size() - visible - inFlight);
    return counts;
  }
}
