// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.Consumer;
import io.github.kinesisetl.local.api.PositionType;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.ConsumerRegistry;
import io.github.kinesisetl.local.stream.Position;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The operations of enhanced fan-out. */
final class ConsumerOperations {

  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 10_000;

  private final Target target;
  private final ConsumerRegistry consumers;

  ConsumerOperations(Account account) {
    this.target = new Target(account);
    this.consumers = new ConsumerRegistry(account);
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("RegisterStreamConsumer", this::register);
    operations.put("DescribeStreamConsumer", this::describe);
    operations.put("ListStreamConsumers", this::list);
    operations.put("DeregisterStreamConsumer", this::deregister);
    operations.put("SubscribeToShard", this::subscribe);
  }

  private void register(Call call) throws IOException {
    Fields fields = call.fields("StreamARN", "StreamId", "ConsumerName", "Tags");
    Consumer consumer =
        consumers.register(
            target.streamByArn(fields),
            fields.requiredText("ConsumerName"),
            fields.textMap("Tags"));
    AnswerWriter answer = call.answer().object("Consumer");
    writeConsumer(answer, consumer);
    answer.end();
  }

  private void describe(Call call) throws IOException {
    ConsumerRegistry.Name name = name(call);
    Consumer consumer = consumers.view(name.streamName(), name.name());
    AnswerWriter answer = call.answer().object("ConsumerDescription");
    writeConsumer(answer, consumer);
    answer.text("StreamARN", consumer.streamArn()).end();
  }

  private void list(Call call) throws IOException {
    Fields fields =
        call.fields("StreamARN", "StreamId", "NextToken", "MaxResults", "StreamCreationTimestamp");
    int limit = fields.limit("MaxResults", DEFAULT_PAGE, MAX_PAGE);
    List<Consumer> rest = consumers.list(target.streamByArn(fields), fields.text("NextToken"));
    List<Consumer> page = rest.subList(0, Math.min(limit, rest.size()));
    AnswerWriter answer = call.answer().list("Consumers");
    for (Consumer consumer : page) {
      answer.element();
      writeConsumer(answer, consumer);
      answer.end();
    }
    boolean more = rest.size() > page.size();
    answer.end().text("NextToken", more ? page.get(page.size() - 1).name() : null);
  }

  private void deregister(Call call) throws IOException {
    ConsumerRegistry.Name name = name(call);
    consumers.deregister(name.streamName(), name.name());
  }

  private void subscribe(Call call) throws IOException {
    Fields fields = call.fields("ConsumerARN", "StreamId", "ShardId", "StartingPosition");
    Fields start = fields.object("StartingPosition", "Type", "SequenceNumber", "Timestamp");
    if (start == null) {
      throw Fields.missing("StartingPosition");
    }
    var position =
        new Position(
            start.requiredChoice("Type", PositionType.class),
            start.text("SequenceNumber"),
            start.time("Timestamp"));
    call.answer(
        consumers.subscribe(
            consumers.parse(fields.requiredText("ConsumerARN")),
            fields.requiredText("ShardId"),
            position));
  }

  /** By ConsumerARN, or by StreamARN and ConsumerName. */
  private ConsumerRegistry.Name name(Call call) throws IOException {
    Fields fields = call.fields("StreamARN", "StreamId", "ConsumerName", "ConsumerARN");
    String arn = fields.text("ConsumerARN");
    return arn != null
        ? consumers.parse(arn)
        : new ConsumerRegistry.Name(
            target.streamByArn(fields), fields.requiredText("ConsumerName"));
  }

  private static void writeConsumer(AnswerWriter answer, Consumer consumer) {
    answer
        .text("ConsumerName", consumer.name())
        .text("ConsumerARN", consumer.arn())
        .text("ConsumerStatus", consumer.active() ? "ACTIVE" : "CREATING")
        .time("ConsumerCreationTimestamp", consumer.created().toEpochMilli());
  }
}
