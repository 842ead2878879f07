// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
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

  private static final int MAX_MESSAGES = 10;
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
   * @param identity what makes two items the same, 1 to 128 characters
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
    var outcomes = new Outcomes();
    List<PublishBatchRequestEntry> batch = new ArrayList<>();
    List<String> identities = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < items.size() && !outcomes.hasFailed(); i++) {
      String text = Lines.text(codec, items.get(i));
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      String id = identity.apply(items.get(i));
      if (size > MAX_BYTES) {
        outcomes.refused(i, "a message takes at most %d bytes".formatted(MAX_BYTES));
      } else if (!isPublished(id) && !identities.contains(id)) {
        if (batch.size() == MAX_MESSAGES || bytes + size > MAX_BYTES) {
          publish(batch, identities, outcomes);
          bytes = 0;
        }
        batch.add(entry(i, text, id));
        identities.add(id);
        bytes += size;
      }
    }
    publish(batch, identities, outcomes);
    return outcomes.result();
  }

  private PublishBatchRequestEntry entry(int index, String text, String id) {
    var entry = PublishBatchRequestEntry.builder().id(Integer.toString(index)).message(text);
    if (topicArn.endsWith(".fifo")) {
      entry.messageDeduplicationId(id).messageGroupId("alerts");
    }
    return entry.build();
  }

  private void publish(
      List<PublishBatchRequestEntry> batch, List<String> identities, Outcomes outcomes) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      var answer =
          client.get().publishBatch(r -> r.topicArn(topicArn).publishBatchRequestEntries(batch));
      for (BatchResultErrorEntry error : answer.failed()) {
        outcomes.failed(Integer.parseInt(error.id()), "SNS answered " + error.code());
      }
      List<String> stored = answer.successful().stream().map(done -> done.id()).toList();
      for (int i = 0; i < batch.size(); i++) {
        if (stored.contains(batch.get(i).id())) {
          remember(identities.get(i));
        }
      }
    } catch (SdkException e) {
      outcomes.failed(Integer.parseInt(batch.get(0).id()), AwsErrors.describe("SNS", e));
    }
    batch.clear();
    identities.clear();
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
}
