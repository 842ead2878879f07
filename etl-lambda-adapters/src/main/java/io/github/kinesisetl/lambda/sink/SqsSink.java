// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
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

  private static final int MAX_MESSAGES = 10;

  private final Supplier<SqsClient> client;
  private final String queueUrl;
  private final Codec<T> codec;

  /**
   * A sink.
   *
   * @param client gives the client, when there is something to write
   * @param queueUrl the queue
   * @param codec writes an item as text
   */
  public SqsSink(Supplier<SqsClient> client, String queueUrl, Codec<T> codec) {
    this.client = new Lazy<>(client);
    this.queueUrl = requireNonNull(queueUrl, "queueUrl");
    this.codec = requireNonNull(codec, "codec");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = new Outcomes();
    List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < items.size() && !outcomes.hasFailed(); i++) {
      String text = Lines.text(codec, items.get(i));
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_BYTES) {
        outcomes.refused(i, "a message takes at most %d bytes".formatted(MAX_BYTES));
        continue;
      }
      if (batch.size() == MAX_MESSAGES || bytes + size > MAX_BYTES) {
        send(batch, outcomes);
        batch.clear();
        bytes = 0;
      }
      batch.add(
          SendMessageBatchRequestEntry.builder().id(Integer.toString(i)).messageBody(text).build());
      bytes += size;
    }
    send(batch, outcomes);
    return outcomes.result();
  }

  private void send(List<SendMessageBatchRequestEntry> batch, Outcomes outcomes) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      var answer = client.get().sendMessageBatch(r -> r.queueUrl(queueUrl).entries(batch));
      for (BatchResultErrorEntry error : answer.failed()) {
        outcomes.failed(Integer.parseInt(error.id()), "SQS answered " + error.code());
      }
    } catch (SdkException e) {
      outcomes.failed(Integer.parseInt(batch.get(0).id()), AwsErrors.describe("SQS", e));
    }
  }
}
