// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

class SnsSinkTest extends EventContract {

  private final SnsClient client = LocalAws.sns(LocalAws.endpoint());
  private final SqsClient queues = LocalAws.sqs(LocalAws.endpoint());
  private final String topic =
      client.createTopic(r -> r.name(LocalAws.newName("topic"))).topicArn();
  private final String queue = subscribedQueue();
  private final List<String> seen = new ArrayList<>();

  @Override
  protected Service<ObjectNode> open() {
    List<String> unused = published();
    seen.clear();
    var script = new Script("InvalidParameter");
    return new ScriptedService<>(
        new SnsSink<>(
            () -> new ScriptedSns(client, script, new ArrayList<>()),
            topic,
            CODEC,
            EventContract::identity),
        script,
        () -> published().stream().map(Script::number).toList(),
        true);
  }

  @Test
  void write_sameAlertTwice_isPublishedOnce() {
    Sink<ObjectNode> sink = new SnsSink<>(() -> client, topic, CODEC, EventContract::identity);
    assertThat(sink.write(List.of(event(1), event(2), event(1)))).isEqualTo(WriteResult.stored(3));
    assertThat(sink.write(List.of(event(2), event(3)))).isEqualTo(WriteResult.stored(2));
    assertThat(published()).hasSize(3);
  }

  /** All of these would be the same alert, and only the first would be published. */
  @Test
  void write_withoutAnIdentity_isRefusedAndNotTakenForARepeat() {
    Sink<ObjectNode> sink = new SnsSink<>(() -> client, topic, CODEC, event -> "");
    WriteResult result = sink.write(List.of(event(1), event(2)));
    assertThat(List.of(result.of(0), result.of(1)))
        .containsOnly(new ItemOutcome.Refused("an identity must not be empty"));
    assertThat(published()).isEmpty();
  }

  @Test
  void write_identitiesThatSnsDoesNotTake_areSentAsDigests() {
    String fifo =
        client
            .createTopic(r ->
                r.name(LocalAws.newName("topic") + ".fifo").attributes(Map.of("FifoTopic", "true")))
            .topicArn();
    List<String> sent = new ArrayList<>();
    List<String> identities = List.of("plain-1", "with blanks", "ελληνικά", "x".repeat(600));
    Sink<ObjectNode> sink =
        new SnsSink<>(
            () -> new ScriptedSns(client, new Script("InvalidParameter"), sent),
            fifo,
            CODEC,
            event -> identities.get(Script.number(event.toString())));
    assertThat(sink.write(IntStream.range(0, 4).mapToObj(EventContract::event).toList()))
        .isEqualTo(WriteResult.stored(4));
    assertThat(sent).hasSize(4).contains("plain-1").allMatch(id -> id.matches("[!-~]{1,128}"));
  }

  @Test
  void write_toATopicThatIsNotThere_failsForNow() {
    Sink<ObjectNode> sink =
        new SnsSink<>(
            () -> client,
            "arn:aws:sns:us-east-1:000000000000:none",
            CODEC,
            EventContract::identity);
    assertThat(sink.write(List.of(event(1))))
        .isEqualTo(WriteResult.failed(1, "SNS answered NotFound"));
  }

  private List<String> published() {
    seen.addAll(LocalAws.receiveAll(queues, queue));
    return seen;
  }

  private String subscribedQueue() {
    String url = LocalAws.newQueue(queues);
    String arn = "arn:aws:sqs:us-east-1:000000000000:" + url.substring(url.lastIndexOf('/') + 1);
    client.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(arn));
    return url;
  }

  /** Lets a script see batches before the service does. */
  private record ScriptedSns(SnsClient client, Script script, List<String> ids)
      implements SnsClient {

    @Override
    public PublishBatchResponse publishBatch(PublishBatchRequest request) {
      List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
      entries.forEach(entry -> ids.add(String.valueOf(entry.messageDeduplicationId())));
      script.enter(entries.stream().map(ScriptedSns::number).toList());
      List<PublishBatchRequestEntry> taken = new ArrayList<>();
      List<BatchResultErrorEntry> busy = new ArrayList<>();
      for (PublishBatchRequestEntry entry : entries) {
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
        return PublishBatchResponse.builder().failed(busy).build();
      }
      PublishBatchResponse answer =
          client.publishBatch(request.toBuilder().publishBatchRequestEntries(taken).build());
      script.leave();
      return answer.toBuilder().failed(busy).build();
    }

    @Override
    public String serviceName() {
      return client.serviceName();
    }

    @Override
    public void close() {
      client.close();
    }

    private static int number(PublishBatchRequestEntry entry) {
      return Script.number(entry.message());
    }
  }
}
