// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What every SQS answers. The client itself checks all MD5 sums. */
abstract class SqsContract {

  abstract SqsClient client();

  String url = "";

  @BeforeEach
  void createQueue() {
    client().listQueues().queueUrls().forEach(old -> client().deleteQueue(r -> r.queueUrl(old)));
    url = create("orders", Map.of());
  }

  String create(String name, Map<QueueAttributeName, String> attributes) {
    return client().createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  void send(String body) {
    client().sendMessage(r -> r.queueUrl(url).messageBody(body));
  }

  List<Message> receive(String queueUrl) {
    return client()
        .receiveMessage(r ->
            r.queueUrl(queueUrl)
                .maxNumberOfMessages(10)
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All"))
        .messages();
  }

  String attribute(String queueUrl, QueueAttributeName name) {
    return String.valueOf(
        client()
            .getQueueAttributes(r -> r.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes()
            .get(name));
  }

  @Test
  void createQueue_again_isTheSameUnlessItsAttributesDiffer() {
    assertThat(create("orders", Map.of())).isEqualTo(url);
    assertThat(client().getQueueUrl(r -> r.queueName("orders")).queueUrl()).isEqualTo(url);
    assertThat(client().listQueues().queueUrls()).containsExactly(url);
    assertThatThrownBy(() -> create("orders", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7")))
        .isInstanceOf(QueueNameExistsException.class);
  }

  @Test
  void queue_thatIsNotThere_isReportedByItsType() {
    assertThatThrownBy(() -> client().getQueueUrl(r -> r.queueName("none")))
        .isInstanceOfSatisfying(
            QueueDoesNotExistException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
    client().deleteQueue(r -> r.queueUrl(url));
    assertThatThrownBy(() -> send("lost")).isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void message_isReceivedAndDeleted() {
    send("grüße 😀");
    Message message = receive(url).get(0);
    assertThat(message.body()).isEqualTo("grüße 😀");
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .containsKeys(
            MessageSystemAttributeName.SENT_TIMESTAMP,
            MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
            MessageSystemAttributeName.SENDER_ID);
    assertThat(receive(url)).isEmpty();
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .isEqualTo("1");
    client().deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .isEqualTo("0");
  }

  @Test
  void messageAttributes_ofEveryType_areReceived() {
    var text = MessageAttributeValue.builder().dataType("String.label").stringValue("x").build();
    var number = MessageAttributeValue.builder().dataType("Number").stringValue("1.5").build();
    var bytes =
        MessageAttributeValue.builder()
            .dataType("Binary")
            .binaryValue(SdkBytes.fromByteArray(new byte[] {-1, 0}))
            .build();
    var all = Map.of("b.text", text, "a.number", number, "bytes", bytes);
    client().sendMessage(r -> r.queueUrl(url).messageBody("m").messageAttributes(all));
    assertThat(receive(url).get(0).messageAttributes()).isEqualTo(all);
  }

  @Test
  void messageAttributes_notAskedFor_areLeftOut() {
    var text = MessageAttributeValue.builder().dataType("String").stringValue("x").build();
    client()
        .sendMessage(r ->
            r.queueUrl(url)
                .messageBody("m")
                .messageAttributes(Map.of("a.x", text, "a.y", text, "b", text)));
    ReceiveMessageResponse some =
        client()
            .receiveMessage(r -> r.queueUrl(url).messageAttributeNames("a.*").visibilityTimeout(0));
    assertThat(some.messages().get(0).messageAttributes()).containsOnlyKeys("a.x", "a.y");
    assertThat(some.messages().get(0).attributes()).isEmpty();
  }

  @Test
  void visibility_setToZero_showsTheMessageAgain() {
    send("m");
    String handle = receive(url).get(0).receiptHandle();
    client()
        .changeMessageVisibility(r -> r.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
    Message again = receive(url).get(0);
    assertThat(again.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
    assertThat(again.receiptHandle()).isNotEqualTo(handle);
  }

  @Test
  void batches_reportOnEachEntry() {
    var entries =
        IntStream.range(0, 10)
            .mapToObj(i ->
                SendMessageBatchRequestEntry.builder()
                    .id("e" + i)
                    .messageBody(i == 3 ? "bad \u0001" : "m" + i)
                    .build())
            .toList();
    var sent = client().sendMessageBatch(r -> r.queueUrl(url).entries(entries));
    assertThat(sent.successful()).hasSize(9);
    assertThat(sent.failed()).singleElement().matches(f -> f.id().equals("e3") && f.senderFault());
    List<Message> received = new ArrayList<>(receive(url));
    assertThat(received).hasSize(9);
    var one =
        DeleteMessageBatchRequestEntry.builder()
            .id("good")
            .receiptHandle(received.get(0).receiptHandle())
            .build();
    var deleted = client().deleteMessageBatch(r -> r.queueUrl(url).entries(one));
    assertThat(deleted.successful()).hasSize(1);
    var shown =
        ChangeMessageVisibilityBatchRequestEntry.builder()
            .id("v")
            .receiptHandle(received.get(1).receiptHandle())
            .visibilityTimeout(0)
            .build();
    var changed = client().changeMessageVisibilityBatch(r -> r.queueUrl(url).entries(shown));
    assertThat(changed.successful()).hasSize(1);
    assertThat(receive(url)).hasSize(1);
  }

  @Test
  void redrive_afterMaxReceiveCount_movesToTheDeadLetterQueue() {
    String dead = create("dead", Map.of());
    String arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
    String policy = "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"2\"}";
    client()
        .setQueueAttributes(r ->
            r.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        policy,
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "0")));
    send("poison");
    assertThat(receive(url)).hasSize(1);
    assertThat(receive(url)).hasSize(1);
    assertThat(receive(url)).isEmpty();
    assertThat(receive(dead)).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void purgeQueue_forgetsAll() {
    send("m");
    client().purgeQueue(r -> r.queueUrl(url));
    assertThat(receive(url)).isEmpty();
  }

  @Test
  void fifo_isInOrderWithinAGroup_andBlocksBehindWhatIsInFlight() {
    String fifo =
        create(
            "orders.fifo",
            Map.of(
                QueueAttributeName.FIFO_QUEUE, "true",
                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
    for (String body : List.of("a1", "a2", "b1", "a1")) {
      client()
          .sendMessage(
              r -> r.queueUrl(fifo).messageBody(body).messageGroupId(body.substring(0, 1)));
    }
    var first = client().receiveMessage(r -> r.queueUrl(fifo)).messages();
    assertThat(first).extracting(Message::body).containsExactly("a1");
    assertThat(receive(fifo)).extracting(Message::body).containsExactly("b1");
    client().deleteMessage(r -> r.queueUrl(fifo).receiptHandle(first.get(0).receiptHandle()));
    assertThat(receive(fifo)).extracting(Message::body).containsExactly("a2");
  }

  @Test
  void fifo_withoutGroupOrIdentity_isRefused() {
    String fifo = create("orders.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    assertCode(
        "MissingParameter", () -> client().sendMessage(r -> r.queueUrl(fifo).messageBody("m")));
    assertCode(
        "InvalidParameterValue",
        () -> client().sendMessage(r -> r.queueUrl(fifo).messageBody("m").messageGroupId("g")));
  }

  @Test
  void whatIsWrong_isRefusedByName() {
    assertThatThrownBy(() -> client().sendMessageBatch(r -> r.queueUrl(url).entries(List.of())))
        .isInstanceOf(EmptyBatchRequestException.class);
    assertThatThrownBy(() -> client().deleteMessage(r -> r.queueUrl(url).receiptHandle("x")))
        .isInstanceOf(ReceiptHandleIsInvalidException.class);
    assertCode("InvalidMessageContents", () -> send("\u0001"));
    assertCode("InvalidParameterValue", () -> send("x".repeat((1 << 20) + 1)));
    assertCode(
        "InvalidParameterValue",
        () -> client().receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(11)));
  }

  static void assertCode(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SqsException.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
