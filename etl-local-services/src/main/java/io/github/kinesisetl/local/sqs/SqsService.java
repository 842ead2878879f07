// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.JsonProtocol;
import io.github.kinesisetl.local.service.JsonProtocol.LocatedOperation;
import io.github.kinesisetl.local.service.JsonProtocol.Operation;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Amazon SQS in memory. Safe for use by many threads. */
public final class SqsService implements Service {

  private final Queues queues;
  private final SendOperations sending;
  private final JsonProtocol protocol;

  /**
   * Starts without queues.
   *
   * @param context where the service lives, and whose other services send to queues; queues refuse
   *     messages beyond its bytes
   */
  public SqsService(ServiceContext context) {
    this.queues = new Queues(context);
    this.sending = new SendOperations(queues);
    this.protocol = new JsonProtocol("AmazonSQS.", "application/x-amz-json-1.0", operations());
    context.destinations().register("sqs", this::send);
  }

  /**
   * Creates a queue with AWS's defaults, or finds it.
   *
   * @param name 1 to 80 letters, digits and {@code _-}; FIFO if it ends in {@code .fifo}
   * @return this
   * @throws IllegalArgumentException if the name is not allowed
   */
  public SqsService createQueue(String name) {
    try {
      synchronized (queues) {
        queues.create(name, name.endsWith(".fifo") ? Map.of(QueueSettings.FIFO, "true") : Map.of());
      }
      return this;
    } catch (ServiceError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Shows what is in a queue, whether visible or not, without receiving it.
   *
   * @param name the queue
   * @return the bodies in the order of sending
   * @throws ServiceError if there is no such queue
   */
  public List<String> bodies(String name) {
    synchronized (queues) {
      return queues.require(name).messages().stream().map(m -> m.content().body()).toList();
    }
  }

  /** Takes MessageBody, MessageAttributes, MessageGroupId and MessageDeduplicationId. */
  private void send(String queueArn, ObjectNode message) {
    synchronized (queues) {
      Queue queue = queues.byArn(queueArn);
      if (queue == null) {
        throw Refusal.noQueue();
      }
      RequestFields fields =
          RequestFields.of(
              Refusal.INVALID,
              message,
              NewMessage.BODY,
              NewMessage.ATTRIBUTES,
              NewMessage.GROUP,
              NewMessage.DEDUPLICATION);
      queue.expire(queues.nowMillis());
      sending.send(queue, NewMessage.read(fields));
    }
  }

  @Override
  public ServiceName name() {
    return ServiceName.SQS;
  }

  @Override
  public boolean takes(ServiceRequest request) {
    return protocol.takes(request);
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    return Refusal.named(protocol.answer(request));
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    return Refusal.named(protocol.refuse(error));
  }

  private Map<String, Operation> operations() {
    var onQueues = new QueueOperations(queues);
    var receiving = new ReceiveOperations(queues);
    var operations = new TreeMap<String, Operation>();
    operations.put("CreateQueue", located(onQueues::create));
    operations.put("GetQueueUrl", located(onQueues::url));
    operations.put("ListQueues", located(onQueues::list));
    operations.put("DeleteQueue", guarded(onQueues::delete));
    operations.put("PurgeQueue", guarded(onQueues::purge));
    operations.put("GetQueueAttributes", guarded(onQueues::attributes));
    operations.put("SetQueueAttributes", guarded(onQueues::setAttributes));
    operations.put("SendMessage", guarded(sending::send));
    operations.put("SendMessageBatch", guarded(sending::sendBatch));
    operations.put("ReceiveMessage", guarded(receiving::receive));
    operations.put("DeleteMessage", guarded(receiving::delete));
    operations.put("DeleteMessageBatch", guarded(receiving::deleteBatch));
    operations.put("ChangeMessageVisibility", guarded(receiving::changeVisibility));
    operations.put("ChangeMessageVisibilityBatch", guarded(receiving::changeVisibilityBatch));
    return operations;
  }

  private Operation guarded(Operation operation) {
    return body -> {
      synchronized (queues) {
        return operation.run(body);
      }
    };
  }

  private LocatedOperation located(LocatedOperation operation) {
    return (body, request) -> {
      synchronized (queues) {
        return operation.run(body, request);
      }
    };
  }
}
