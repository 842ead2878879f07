// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.sinks.RequestBatches.Slot;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/**
 * Publishes items such as alerts to a topic, each only once: a FIFO topic drops repeats by their
 * de-duplication id, and this instance remembers what it published lately, for topics that don't.
 * Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class SnsSink<T> implements Sink<T> {

  /** Most bytes of a request (SNS quotas). */
  public static final int MAX_BYTES = 256 << 10;

  private static final String SERVICE = "SNS";
  private static final RequestBatches.Bounds BOUNDS =
      new RequestBatches.Bounds(SERVICE, 10, MAX_BYTES);

  /**
   * Of a MessageDeduplicationId: letters, digits and punctuation (<a
   * href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>).
   */
  private static final Pattern PLAIN_ID = Pattern.compile("[!-~]{1,128}");

  private static final int REMEMBERED = 10_000;

  private final Supplier<SnsClient> client;
  private final String topicArn;
  private final Codec<T> codec;
  private final Function<T, String> identity;
  private final Map<String, Boolean> published = // guarded by itself
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * A sink.
   *
   * @param client gives the client, when there is something to write
   * @param topicArn the topic
   * @param codec writes an item as text
   * @param identity what makes two items the same, not empty
   */
  public SnsSink(
      Supplier<SnsClient> client, String topicArn, Codec<T> codec, Function<T, String> identity) {
    this.client = new Lazy<>(client);
    this.topicArn = requireNonNull(topicArn, "topicArn");
    this.codec = requireNonNull(codec, "codec");
    this.identity = requireNonNull(identity, "identity");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    var batches = new RequestBatches<Message>(BOUNDS, this::publish, outcomes);
    Map<String, Integer> firstOfIdentity = new HashMap<>();
    Map<Integer, Integer> repeats = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        T item = items.get(i);
        String text = Lines.text(codec, item);
        String id = Lines.made(() -> identity.apply(item));
        if (id.isEmpty()) {
          outcomes.refused(i, "an identity must not be empty");
          continue;
        }
        Integer first = firstOfIdentity.putIfAbsent(id, i);
        if (first != null) {
          repeats.put(i, first);
        } else if (isPublished(id)) {
          outcomes.stored(i);
        } else {
          add(i, new Message(text, id), batches, outcomes);
        }
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    batches.sendAll();
    repeats.forEach(outcomes::sameAs);
    return outcomes.build();
  }

  private static void add(
      int index, Message message, RequestBatches<Message> batches, WriteResult.Builder outcomes) {
    int bytes = message.text().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      outcomes.refused(
          index, "a message takes at most %d bytes, but has %d".formatted(MAX_BYTES, bytes));
    } else {
      batches.add(index, message, bytes);
    }
  }

  private Optional<ServiceFailure> publish(
      List<Slot<Message>> slots, WriteResult.Builder outcomes) {
    List<PublishBatchRequestEntry> entries = slots.stream().map(this::entry).toList();
    Map<String, String> identities = new HashMap<>();
    slots.forEach(slot -> identities.put(Integer.toString(slot.index()), slot.item().identity()));
    var answer =
        client.get().publishBatch(r -> r.topicArn(topicArn).publishBatchRequestEntries(entries));
    answer
        .successful()
        .forEach(entry -> {
          remember(requireNonNull(identities.get(entry.id())));
          outcomes.stored(Integer.parseInt(entry.id()));
        });
    for (BatchResultErrorEntry error : answer.failed()) {
      boolean senderFault = Boolean.TRUE.equals(error.senderFault());
      ServiceFailure failure = ItemErrors.of(error.code(), senderFault);
      ItemErrors.tell(outcomes, Integer.parseInt(error.id()), failure, SERVICE);
    }
    return Optional.empty();
  }

  private PublishBatchRequestEntry entry(Slot<Message> slot) {
    var entry =
        PublishBatchRequestEntry.builder()
            .id(Integer.toString(slot.index()))
            .message(slot.item().text());
    if (topicArn.endsWith(".fifo")) {
      entry
          .messageDeduplicationId(deduplicationId(slot.item().identity()))
          .messageGroupId("alerts");
    }
    return entry.build();
  }

  /** What SNS takes as it is stays readable; of all else the digest is sent. */
  private static String deduplicationId(String identity) {
    return PLAIN_ID.matcher(identity).matches()
        ? identity
        : Lines.sha256(identity.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isPublished(String id) {
    synchronized (published) {
      return published.containsKey(id);
    }
  }

  private void remember(String id) {
    synchronized (published) {
      published.put(id, true);
    }
  }

  /** A message on its way. */
  private record Message(String text, String identity) {}
}
