// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Deletes messages; returns the ids of those that SQS refuses to delete, asked twice. */
  Set<String> delete(Map<String, String> handlesById) {
    Map<String, String> refused = refused(handlesById, this::deleteTen);
    return refused(refused, this::deleteTen).keySet();
  }

  /** Shows messages again; those that cannot be are shown by themselves when their time is over. */
  void show(Map<String, String> handlesById) {
    try {
      int hidden = refused(handlesById, this::showTen).size();
      log.debug("{} messages were not in flight any more", hidden);
    } catch (SdkException e) {
      log.warn("messages that were left stay hidden for up to 15 minutes", e);
    }
  }

  /** Asks for all, ten at a time, and returns those that were refused. */
  private static Map<String, String> refused(
      Map<String, String> handlesById,
      Function<List<String>, List<BatchResultErrorEntry>> request) {
    List<Map.Entry<String, String>> all = List.copyOf(handlesById.entrySet());
    Map<String, String> refused = new HashMap<>();
    for (int from = 0; from < all.size(); from += MAX_MESSAGES) {
      var ten = all.subList(from, Math.min(from + MAX_MESSAGES, all.size()));
      for (BatchResultErrorEntry error :
          request.apply(ten.stream().map(Map.Entry::getValue).toList())) {
        Map.Entry<String, String> message = ten.get(Integer.parseInt(error.id()));
        refused.put(message.getKey(), message.getValue());
      }
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
