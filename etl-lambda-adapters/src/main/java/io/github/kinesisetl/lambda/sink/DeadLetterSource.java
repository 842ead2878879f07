// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Takes dead letters out of where {@link SqsDeadLetters} put them, for {@link Replay}. A letter is
 * deleted from its queue only when {@link #confirm()} says that it was put back. Not safe for use
 * by many threads.
 */
public final class DeadLetterSource {

  private static final int MAX_MESSAGES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient queues;
  private final String queueUrl;
  private final S3Client objects;
  private final List<Message> taken = new ArrayList<>();

  private DeadLetterSource(SqsClient queues, String queueUrl, S3Client objects) {
    this.queues = queues;
    this.queueUrl = queueUrl;
    this.objects = objects;
  }

  /**
   * The letters of a queue.
   *
   * @param queues the client of SQS
   * @param queueUrl the queue
   * @param objects the client of S3, for letters that were too large for a message
   * @return the source
   */
  public static DeadLetterSource ofQueue(SqsClient queues, String queueUrl, S3Client objects) {
    return new DeadLetterSource(queues, queueUrl, objects);
  }

  /**
   * Takes letters.
   *
   * @param max most letters to take, at least 1
   * @return their lines, fewer if the queue has no more
   */
  public List<byte[]> take(int max) {
    List<byte[]> lines = new ArrayList<>();
    while (lines.size() < max) {
      int wanted = Math.min(MAX_MESSAGES, max - lines.size());
      List<Message> messages =
          queues.receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(wanted)).messages();
      if (messages.isEmpty()) {
        break;
      }
      for (Message message : messages) {
        lines.add(line(message.body()));
        taken.add(message);
      }
    }
    return lines;
  }

  /** Deletes the letters that were taken: they were put back. */
  public void confirm() {
    for (Message message : taken) {
      queues.deleteMessage(r -> r.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    }
    taken.clear();
  }

  private byte[] line(String body) {
    String claim = claimOf(body);
    if (claim.isEmpty()) {
      return body.getBytes(UTF_8);
    }
    URI object = URI.create(claim);
    return objects
        .getObjectAsBytes(r -> r.bucket(object.getHost()).key(object.getPath().substring(1)))
        .asByteArray();
  }

  private static String claimOf(String body) {
    try {
      JsonNode message = JSON.readTree(body);
      return message.path(SqsDeadLetters.CLAIM).asText("");
    } catch (JsonProcessingException e) {
      return ""; // not ours; Replay counts it as unreadable
    }
  }
}
