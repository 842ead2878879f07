// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a topic reaches a queue. */
@FunctionalInterface
public interface QueueDelivery {

  /**
   * Sends a message to a queue.
   *
   * @param queueArn the queue
   * @param message MessageBody, MessageAttributes, MessageGroupId, MessageDeduplicationId, as SQS'
   *     SendMessage has them
   * @throws io.github.kinesisetl.local.service.ServiceError if there is no such queue or it refuses
   *     the message
   */
  void send(String queueArn, ObjectNode message);
}
