// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Lets a script see batches of messages before the service does. */
record ScriptedSqs(SqsClient client, Script script) implements SqsClient {

  @Override
  public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    script.enter(request.entries().stream().map(ScriptedSqs::number).toList());
    List<SendMessageBatchRequestEntry> taken = new ArrayList<>();
    List<BatchResultErrorEntry> busy = new ArrayList<>();
    for (SendMessageBatchRequestEntry entry : request.entries()) {
      if (script.isBusyWith(number(entry))) {
        busy.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .code("InternalError")
                .senderFault(false)
                .build());
      } else {
        taken.add(entry);
      }
    }
    if (taken.isEmpty()) {
      return SendMessageBatchResponse.builder().failed(busy).build();
    }
    SendMessageBatchResponse answer =
        client.sendMessageBatch(request.toBuilder().entries(taken).build());
    script.leave();
    return busy.isEmpty() ? answer : answer.toBuilder().failed(busy).build();
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }

  private static int number(SendMessageBatchRequestEntry entry) {
    return Script.number(entry.messageBody());
  }
}
