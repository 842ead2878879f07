// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

@ParameterizedClass
@EnumSource(
    value = WireMode.class,
    names = {"ASYNC_H2C_CBOR", "ASYNC_H2C_JSON", "ASYNC_TLS_H2_CBOR", "ASYNC_TLS_H2_ALPN_JSON"})
class FanOutTest {

  private static final String STREAM = "orders";
  private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
  private static final String SHARD_0 = "shardId-000000000000";

  private final KinesisLocal server;
  private final KinesisClient client;
  private final KinesisAsyncClient async;

  FanOutTest(WireMode mode) {
    server = KinesisLocal.start();
    client = mode.connect(ServerUnderTest.ours(server));
    async = mode.async(ServerUnderTest.ours(server));
  }

  @BeforeEach
  void create() {
    server.createStream(STREAM, 1);
  }

  @AfterEach
  void stop() {
    async.close();
    client.close();
    server.close();
  }

  @Test
  void registerStreamConsumer_listedAndDeregistered_isGone() {
    String arn = register("reader");
    assertThat(client.listStreamConsumers(r -> r.streamARN(STREAM_ARN)).consumers())
        .singleElement()
        .satisfies(c -> assertThat(c.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE));
    assertThat(
            client
                .describeStreamConsumer(r -> r.consumerARN(arn))
                .consumerDescription()
                .streamARN())
        .isEqualTo(STREAM_ARN);
    assertThatThrownBy(() -> register("reader")).isInstanceOf(ResourceInUseException.class);

    client.deregisterStreamConsumer(r -> r.consumerARN(arn));
    assertThatThrownBy(() -> client.describeStreamConsumer(r -> r.consumerARN(arn)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void subscribeToShard_entriesBeforeAndAfter_arriveInOrderUpToTheChildren() throws Exception {
    String arn = register("reader");
    put("before");
    var events = new LinkedBlockingQueue<SubscribeToShardEvent>();
    CompletableFuture<Void> subscription = subscribe(arn, events);
    List<String> texts = new ArrayList<>();
    awaitTexts(events, texts, 1);
    put("after");
    awaitTexts(events, texts, 2);
    client.splitShard(
        r -> r.streamName(STREAM).shardToSplit(SHARD_0).newStartingHashKey("1000000"));

    SubscribeToShardEvent last = events.poll(20, TimeUnit.SECONDS);
    while (last != null && !last.hasChildShards()) {
      last = events.poll(20, TimeUnit.SECONDS);
    }
    assertThat(texts).containsExactly("before", "after");
    assertThat(last).isNotNull();
    assertThat(last.childShards())
        .extracting("shardId")
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(last.continuationSequenceNumber()).isNull();
    subscription.get(20, TimeUnit.SECONDS);
  }

  @Test
  void subscribeToShard_unknownConsumer_isNotFound() {
    var events = new LinkedBlockingQueue<SubscribeToShardEvent>();
    assertThatThrownBy(
            () -> subscribe(STREAM_ARN + "/consumer/nobody:1", events).get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  private String register(String name) {
    return client
        .registerStreamConsumer(r -> r.streamARN(STREAM_ARN).consumerName(name))
        .consumer()
        .consumerARN();
  }

  private void put(String text) {
    client.putRecord(
        r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String(text)));
  }

  private CompletableFuture<Void> subscribe(
      String consumerArn, LinkedBlockingQueue<SubscribeToShardEvent> events) {
    return async.subscribeToShard(
        r ->
            r.consumerARN(consumerArn)
                .shardId(SHARD_0)
                .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
        SubscribeToShardResponseHandler.builder()
            .subscriber(event -> events.add((SubscribeToShardEvent) event))
            .build());
  }

  private static void awaitTexts(
      LinkedBlockingQueue<SubscribeToShardEvent> events, List<String> texts, int count)
      throws InterruptedException {
    while (texts.size() < count) {
      SubscribeToShardEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      event.records().forEach(r -> texts.add(r.data().asUtf8String()));
    }
  }
}
