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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends items as messages to a standard queue, ten a request at most. Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class SqsSink<T> implements Sink<T> {

  /**
   * Most bytes of a request, and so of a message (<a
   * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">quotas</a>):
   * 256 KiB, which older regions and queues have, though newer ones take 1 MiB.
   */
  public static final int MAX_BYTES = 256 << 10;

  private static final String SERVICE = "SQS";
  private static final RequestBatches.Bounds BOUNDS =
      new RequestBatches.Bounds(SERVICE, 10, MAX_BYTES);

  private final Supplier<SqsClient> client;
  private final String queueUrl;
  private final Codec<T> codec;

  /**
   * A sink.
   *
   * @param client gives the client, when there is something to write
   * @param queueUrl the queue
   * @param codec writes an item as text
   * @throws IllegalArgumentException if it is a FIFO queue
   */
  public SqsSink(Supplier<SqsClient> client, String queueUrl, Codec<T> codec) {
    this.client = new Lazy<>(client);
    this.queueUrl = requireStandard(queueUrl);
    this.codec = requireNonNull(codec, "codec");
  }

  /** A FIFO queue demands a group of each message, and refuses all without. */
  private static String requireStandard(String queueUrl) {
    if (queueUrl.endsWith(".fifo")) {
      throw new IllegalArgumentException(
          "queueUrl must be of a standard queue, but is of a FIFO queue: " + queueUrl);
    }
    return queueUrl;
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    var batches = new RequestBatches<>(BOUNDS, this::send, outcomes);
    for (int i = 0; i < items.size(); i++) {
      try {
        String text = Lines.text(codec, items.get(i));
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
          outcomes.refused(
              i, "a message takes at most %d bytes, but has %d".formatted(MAX_BYTES, bytes));
        } else {
          batches.add(i, text, bytes);
        }
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    batches.sendAll();
    return outcomes.build();
  }

  private Optional<ServiceFailure> send(List<Slot<String>> slots, WriteResult.Builder outcomes) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Slot<String> slot : slots) {
      String id = Integer.toString(slot.index());
      entries.add(SendMessageBatchRequestEntry.builder().id(id).messageBody(slot.item()).build());
    }
    var answer = client.get().sendMessageBatch(r -> r.queueUrl(queueUrl).entries(entries));
    answer.successful().forEach(entry -> outcomes.stored(Integer.parseInt(entry.id())));
    for (BatchResultErrorEntry error : answer.failed()) {
      boolean senderFault = Boolean.TRUE.equals(error.senderFault());
      ServiceFailure failure = ItemErrors.of(error.code(), senderFault);
      ItemErrors.tell(outcomes, Integer.parseInt(error.id()), failure, SERVICE);
    }
    return Optional.empty();
  }
}
