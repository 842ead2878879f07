// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/** What is done with many messages at once, ten a request. Stateless. */
final class QueueBatches {

  private static final Logger log = LoggerFactory.getLogger(QueueBatches.class);
  private static final int MAX_MESSAGES = 10;

  private final SqsClient client;
  private final String queueUrl;

  QueueBatches(SqsClient client, String queueUrl) {
    this.client = client;
    this.queueUrl = queueUrl;
  }

  /** Deletes messages; what SQS refuses is asked for once more, and else counted. */
  int delete(Map<String, String> handlesById) {
    List<String> refused = each(List.copyOf(handlesById.values()), this::deleteTen);
    return each(refused, this::deleteTen).size();
  }

  /** Shows messages again; those that cannot be are shown by themselves when their time is over. */
  void show(Map<String, String> handlesById) {
    try {
      List<String> hidden = each(List.copyOf(handlesById.values()), this::showTen);
      log.debug("{} messages were not in flight any more", hidden.size());
    } catch (SdkException e) {
      log.warn("messages that were left stay hidden for up to 15 minutes", e);
    }
  }

  private static List<String> each(
      List<String> handles, Function<List<String>, List<BatchResultErrorEntry>> request) {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < handles.size(); from += MAX_MESSAGES) {
      List<String> ten = handles.subList(from, Math.min(from + MAX_MESSAGES, handles.size()));
      request.apply(ten).forEach(error -> refused.add(ten.get(Integer.parseInt(error.id()))));
    }
    return refused;
  }

  private List<BatchResultErrorEntry> deleteTen(List<String> handles) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (String handle : handles) {
      String id = Integer.toString(entries.size());
      entries.add(DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build());
    }
    return client.deleteMessageBatch(r -> r.queueUrl(queueUrl).entries(entries)).failed();
  }

  private List<BatchResultErrorEntry> showTen(List<String> handles) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (String handle : handles) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(handle)
              .visibilityTimeout(0)
              .build());
    }
    return client.changeMessageVisibilityBatch(r -> r.queueUrl(queueUrl).entries(entries)).failed();
  }
}
