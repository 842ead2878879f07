// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What every SNS with SQS behind it answers. */
abstract class SnsContract {

  abstract SnsClient client();

  abstract SqsClient queues();

  String topic = "";
  private String queueUrl = "";

  @BeforeEach
  void createTopicAndQueue() {
    client()
        .listTopics()
        .topics()
        .forEach(t -> client().deleteTopic(r -> r.topicArn(t.topicArn())));
    queues().listQueues().queueUrls().forEach(url -> queues().deleteQueue(r -> r.queueUrl(url)));
    topic = client().createTopic(r -> r.name("alerts")).topicArn();
    queueUrl = queues().createQueue(r -> r.queueName("alerts-queue")).queueUrl();
  }

  private String arnOf(String url) {
    return String.valueOf(
        queues()
            .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN));
  }

  private String subscribe(Map<String, String> attributes) {
    return client()
        .subscribe(r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint(arnOf(queueUrl))
                .attributes(attributes)
                .returnSubscriptionArn(true))
        .subscriptionArn();
  }

  private List<Message> received() {
    return queues()
        .receiveMessage(
            r -> r.queueUrl(queueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  static MessageAttributeValue number(String value) {
    return MessageAttributeValue.builder().dataType("Number").stringValue(value).build();
  }

  @Test
  void createTopic_again_isTheSame() {
    assertThat(client().createTopic(r -> r.name("alerts")).topicArn()).isEqualTo(topic);
    assertThat(topic).endsWith(":alerts").startsWith("arn:aws:sns:us-east-1:");
    assertThat(client().listTopics().topics()).hasSize(1);
    assertThat(client().getTopicAttributes(r -> r.topicArn(topic)).attributes())
        .containsEntry("TopicArn", topic)
        .containsEntry("SubscriptionsConfirmed", "0");
  }

  @Test
  void topicAttributes_areKept() {
    client()
        .setTopicAttributes(
            r -> r.topicArn(topic).attributeName("DisplayName").attributeValue("A & <B>"));
    assertThat(client().getTopicAttributes(r -> r.topicArn(topic)).attributes())
        .containsEntry("DisplayName", "A & <B>");
  }

  @Test
  void publish_toASubscribedQueue_arrivesInAnEnvelope() throws JsonProcessingException {
    subscribe(Map.of());
    String id =
        client()
            .publish(r ->
                r.topicArn(topic)
                    .subject("disk")
                    .message("grüße & 50% <full>\n+1")
                    .messageAttributes(Map.of("severity", text("high"))))
            .messageId();
    JsonNode envelope = new ObjectMapper().readTree(received().get(0).body());
    assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
    assertThat(envelope.path("MessageId").asText()).isEqualTo(id);
    assertThat(envelope.path("TopicArn").asText()).isEqualTo(topic);
    assertThat(envelope.path("Subject").asText()).isEqualTo("disk");
    assertThat(envelope.path("Message").asText()).isEqualTo("grüße & 50% <full>\n+1");
    assertThat(envelope.at("/MessageAttributes/severity/Value").asText()).isEqualTo("high");
  }

  @Test
  void publish_raw_arrivesAsItIs() {
    subscribe(Map.of("RawMessageDelivery", "true"));
    var bytes =
        MessageAttributeValue.builder()
            .dataType("Binary")
            .binaryValue(SdkBytes.fromByteArray(new byte[] {-1, 0}))
            .build();
    client()
        .publish(r ->
            r.topicArn(topic)
                .message("m")
                .messageAttributes(Map.of("n", number("1.5"), "bytes", bytes)));
    Message message = received().get(0);
    assertThat(message.body()).isEqualTo("m");
    assertThat(message.messageAttributes()).containsOnlyKeys("n", "bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":[\"a\",\"b\"]}|true",
        "{\"kind\":[\"x\"]}|false",
        "{\"kind\":[{\"prefix\":\"b\"}]}|true",
        "{\"kind\":[{\"anything-but\":[\"x\",\"y\"]}]}|true",
        "{\"kind\":[{\"anything-but\":\"b\"}]}|false",
        "{\"level\":[{\"numeric\":[\">\",1,\"<=\",5]}]}|true",
        "{\"level\":[{\"numeric\":[\"<\",5]}]}|false",
        "{\"level\":[5]}|true",
        "{\"gone\":[{\"exists\":false}],\"kind\":[{\"exists\":true}]}|true",
        "{\"kind\":[{\"exists\":false}]}|false",
        "{\"gone\":[\"b\"]}|false",
        "{\"kind\":[\"b\"],\"level\":[4]}|false",
      })
  void filterPolicy_decidesWhatArrives(String policy, boolean arrives) {
    subscribe(Map.of("FilterPolicy", policy));
    client()
        .publish(r ->
            r.topicArn(topic)
                .message("m")
                .messageAttributes(Map.of("kind", text("b"), "level", number("5.0"))));
    assertThat(received()).hasSize(arrives ? 1 : 0);
  }

  @Test
  void subscription_isListedChangedAndEnded() {
    String arn = subscribe(Map.of());
    assertThat(subscribe(Map.of())).isEqualTo(arn);
    assertThat(client().listSubscriptions().subscriptions())
        .singleElement()
        .matches(s -> s.subscriptionArn().equals(arn) && s.protocol().equals("sqs"));
    assertThat(client().listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions())
        .hasSize(1);
    client()
        .setSubscriptionAttributes(
            r -> r.subscriptionArn(arn).attributeName("RawMessageDelivery").attributeValue("true"));
    assertThat(client().getSubscriptionAttributes(r -> r.subscriptionArn(arn)).attributes())
        .containsEntry("RawMessageDelivery", "true")
        .containsEntry("TopicArn", topic);
    client().unsubscribe(r -> r.subscriptionArn(arn));
    client().publish(r -> r.topicArn(topic).message("m"));
    assertThat(received()).isEmpty();
  }

  @Test
  void publishBatch_reportsOnEachEntry() {
    subscribe(Map.of("RawMessageDelivery", "true"));
    var entries =
        List.of(
            PublishBatchRequestEntry.builder().id("a").message("m").build(),
            PublishBatchRequestEntry.builder().id("b").message("").build());
    var answer = client().publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(entries));
    assertThat(answer.successful()).singleElement().matches(e -> e.id().equals("a"));
    assertThat(answer.failed()).singleElement().matches(e -> e.id().equals("b"));
    assertThat(received()).extracting(Message::body).containsExactly("m");
    var many =
        IntStream.range(0, 11)
            .mapToObj(i -> PublishBatchRequestEntry.builder().id("e" + i).message("m").build())
            .toList();
    assertThatThrownBy(
            () -> client().publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(many)))
        .isInstanceOf(TooManyEntriesInBatchRequestException.class);
  }

  @Test
  void fifoTopic_deliversToAFifoQueueOnce() {
    queueUrl =
        queues()
            .createQueue(r ->
                r.queueName("alerts.fifo")
                    .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
            .queueUrl();
    topic =
        client()
            .createTopic(r -> r.name("alerts.fifo").attributes(Map.of("FifoTopic", "true")))
            .topicArn();
    subscribe(Map.of("RawMessageDelivery", "true"));
    for (String body : List.of("one", "one", "two")) {
      client()
          .publish(r ->
              r.topicArn(topic).message(body).messageGroupId("g").messageDeduplicationId(body));
    }
    assertThat(received()).extracting(Message::body).containsExactly("one", "two");
  }

  @Test
  void whatIsWrong_isRefusedByItsType() {
    assertThatThrownBy(() -> client().publish(r -> r.topicArn(topic + "x").message("m")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client().publish(r -> r.topicArn(topic).message("")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> client().publish(r -> r.topicArn(topic).message("x".repeat(256 * 1024 + 1))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> subscribe(Map.of("FilterPolicy", "[")))
        .isInstanceOf(InvalidParameterException.class);
  }
}
