// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.LocalClock;
import io.github.kinesisetl.local.service.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The checks of SQS on this server, and what only this server can be asked. */
class SqsTest extends SqsContract {

  private static final KinesisLocal SERVER =
      KinesisLocal.builder()
          .clock(LocalClock.stoppedAt(Instant.parse("2026-11-01T00:00:00Z")))
          .maxStoredBytes(2 << 20)
          .start();
  private static final SqsClient CLIENT =
      SqsClient.builder()
          .endpointOverride(SERVER.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  @Override
  SqsClient client() {
    return CLIENT;
  }

  private static void pass(int seconds) {
    SERVER.clock().advance(Duration.ofSeconds(seconds));
  }

  @Test
  void url_namesThisServer() {
    assertThat(url).isEqualTo(SERVER.endpoint() + "/000000000000/orders");
  }

  @Test
  void visibilityTimeout_overdue_showsTheMessageAgain() {
    send("m");
    assertThat(receive(url)).hasSize(1);
    pass(29);
    assertThat(receive(url)).isEmpty();
    pass(1);
    assertThat(receive(url)).hasSize(1);
  }

  @Test
  void delayAndRetention_followTheClock() {
    client().sendMessage(r -> r.queueUrl(url).messageBody("late").delaySeconds(10));
    assertThat(receive(url)).isEmpty();
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .isEqualTo("1");
    pass(10);
    assertThat(receive(url)).hasSize(1);
    pass(345_600);
    assertThat(receive(url)).isEmpty();
    assertThat(SERVER.service(SqsService.class).bodies("orders")).isEmpty();
  }

  @Test
  void deduplication_lastsFiveMinutes() {
    SERVER.service(SqsService.class).createQueue("twice.fifo");
    String fifo = client().getQueueUrl(r -> r.queueName("twice.fifo")).queueUrl();
    String first = sendTwice(fifo);
    assertThat(sendTwice(fifo)).isEqualTo(first);
    pass(300);
    assertThat(sendTwice(fifo)).isNotEqualTo(first);
    assertThat(SERVER.service(SqsService.class).bodies("twice.fifo")).containsExactly("m", "m");
  }

  private String sendTwice(String fifo) {
    return client()
        .sendMessage(r ->
            r.queueUrl(fifo).messageBody("m").messageGroupId("g").messageDeduplicationId("once"))
        .messageId();
  }

  @Test
  void send_beyondTheBound_isRefused() {
    send("x".repeat(1_000_000));
    send("x".repeat(1_000_000));
    assertCode("OverLimit", () -> send("x".repeat(1_000_000)));
    client().purgeQueue(r -> r.queueUrl(url));
    send("x".repeat(1_000_000));
  }

  @Test
  void redrive_fromHere_isToldByTheMessage() {
    String dead = create("dead", Map.of());
    String arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
    String from =
        create(
            "from",
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":1}"));
    client().sendMessage(r -> r.queueUrl(from).messageBody("m"));
    assertThat(receive(from)).hasSize(1);
    pass(30);
    assertThat(receive(from)).isEmpty();
    Message moved = receive(dead).get(0);
    assertThat(moved.attributesAsStrings())
        .containsEntry("DeadLetterQueueSourceArn", attribute(from, QueueAttributeName.QUEUE_ARN));
  }

  @Test
  void whatIsNotSupported_isRefusedByName() {
    assertThatThrownBy(
            () -> create("secret", Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, "alias/x")))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("KmsMasterKeyId");
    assertThatThrownBy(
            () -> client().receiveMessage(r -> r.queueUrl(url).receiveRequestAttemptId("x")))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("ReceiveRequestAttemptId");
  }

  @Test
  void fault_isRetriedByTheClient() {
    SERVER.faults(ServiceName.SQS).failRequests(1);
    send("m");
    assertThat(SERVER.service(SqsService.class).bodies("orders")).containsExactly("m");
  }
}
