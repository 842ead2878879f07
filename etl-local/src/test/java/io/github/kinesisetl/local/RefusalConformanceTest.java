// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** What AWS refuses is refused, by the same name and with a message that says what is wrong. */
class RefusalConformanceTest extends Conformance {

  private static final String INVALID = "InvalidArgumentException";
  private static final String VALIDATION = "ValidationException";
  private static final String NOT_FOUND = "ResourceNotFoundException";
  private static final String IN_USE = "ResourceInUseException";
  private static final String LIMIT = "LimitExceededException";

  RefusalConformanceTest(WireMode mode) {
    super(mode);
  }

  @Test
  void createStream_nameWithSpace_isRefused() {
    assertRefused(
        VALIDATION,
        "streamName",
        () -> client.createStream(r -> r.streamName("a b").shardCount(1)));
  }

  @Test
  void createStream_withoutShards_isRefused() {
    assertRefused(
        VALIDATION,
        "ShardCount",
        () -> client.createStream(r -> r.streamName(STREAM).shardCount(0)));
  }

  @Test
  void createStream_onDemandWithShards_isRefused() {
    assertRefused(
        VALIDATION,
        "ShardCount",
        () ->
            client.createStream(r ->
                r.streamName(STREAM)
                    .shardCount(1)
                    .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))));
  }

  @Test
  void deleteStream_unknown_isNotFound() {
    assertRefused(NOT_FOUND, STREAM, () -> client.deleteStream(r -> r.streamName(STREAM)));
  }

  @Test
  void deleteStream_withConsumer_isInUseUntilEnforced() {
    createWithConsumer("reader");
    assertRefused(IN_USE, "consumers", () -> client.deleteStream(r -> r.streamName(STREAM)));
    client.deleteStream(r -> r.streamName(STREAM).enforceConsumerDeletion(true));
    assertThat(client.listStreams().streamNames()).isEmpty();
  }

  @Test
  void describeStream_neitherNameNorArn_isRefused() {
    assertRefused(INVALID, "StreamName or StreamARN", () -> client.describeStream(r -> {}));
  }

  @Test
  void describeStream_nameAndArnOfDifferentStreams_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        INVALID,
        "different",
        () -> client.describeStream(r -> r.streamName("other").streamARN(ARN)));
  }

  @Test
  void describeStream_malformedArn_isRefused() {
    assertRefused(
        VALIDATION, "StreamARN", () -> client.describeStream(r -> r.streamARN("arn:aws:s3:::x")));
  }

  @Test
  void putRecord_partitionKeyOf257_isRefused() {
    server.createStream(STREAM, 1);
    put(r -> r.partitionKey("k".repeat(256)));
    assertRefused(VALIDATION, "256", () -> put(r -> r.partitionKey("k".repeat(257))));
  }

  @Test
  void putRecord_explicitHashKey_isAnIntegerBelow2To128() {
    server.createStream(STREAM, 1);
    put(r -> r.explicitHashKey("340282366920938463463374607431768211455"));
    for (String wrong :
        new String[] {"340282366920938463463374607431768211456", "-1", "x", "01x"}) {
      assertRefused(INVALID, "ExplicitHashKey", () -> put(r -> r.explicitHashKey(wrong)));
    }
  }

  @Test
  void getShardIterator_unknownShard_isNotFound() {
    server.createStream(STREAM, 1);
    assertRefused(NOT_FOUND, SHARD_1, () -> client.getShardIterator(ask(SHARD_1, r -> r)));
  }

  @Test
  void getShardIterator_withoutItsSequenceNumber_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        INVALID,
        "StartingSequenceNumber",
        () ->
            client.getShardIterator(
                ask(SHARD_0, r -> r.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER))));
  }

  @Test
  void getShardIterator_withoutItsTimestamp_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        INVALID,
        "Timestamp",
        () ->
            client.getShardIterator(
                ask(SHARD_0, r -> r.shardIteratorType(ShardIteratorType.AT_TIMESTAMP))));
  }

  @Test
  void getShardIterator_garbageSequenceNumber_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        INVALID,
        "StartingSequenceNumber",
        () -> iteratorAt(ShardIteratorType.AFTER_SEQUENCE_NUMBER, "12x"));
  }

  @Test
  void getRecords_limit_is1To10000() {
    server.createStream(STREAM, 1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    client.getRecords(r -> r.shardIterator(iterator).limit(10_000));
    assertRefused(
        VALIDATION, "10000", () -> client.getRecords(r -> r.shardIterator(iterator).limit(10_001)));
    assertRefused(
        VALIDATION, "Limit", () -> client.getRecords(r -> r.shardIterator(iterator).limit(0)));
  }

  @Test
  void getRecords_streamDeleted_isNotFound() {
    server.createStream(STREAM, 1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    client.deleteStream(r -> r.streamName(STREAM));
    assertRefused(NOT_FOUND, STREAM, () -> read(iterator));
  }

  @Test
  void getRecords_streamMadeAnew_isInvalid() {
    server.createStream(STREAM, 1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    client.deleteStream(r -> r.streamName(STREAM));
    server.clock().advance(Duration.ofMillis(1));
    server.createStream(STREAM, 1);
    assertRefused(INVALID, "another stream", () -> read(iterator));
  }

  @Test
  void mergeShards_notAdjacent_isRefused() {
    server.createStream(STREAM, 3);
    assertRefused(
        INVALID,
        "adjacent",
        () ->
            client.mergeShards(r ->
                r.streamName(STREAM)
                    .shardToMerge(SHARD_0)
                    .adjacentShardToMerge("shardId-000000000002")));
  }

  @Test
  void splitShard_closed_isRefused() {
    server.createStream(STREAM, 2);
    client.mergeShards(
        r -> r.streamName(STREAM).shardToMerge(SHARD_0).adjacentShardToMerge(SHARD_1));
    assertRefused(INVALID, "closed", () -> split("1"));
  }

  @Test
  void splitShard_outsideItsRange_isRefused() {
    server.createStream(STREAM, 2);
    assertRefused(
        INVALID, "NewStartingHashKey", () -> split("340282366920938463463374607431768211455"));
    assertRefused(INVALID, "NewStartingHashKey", () -> split("0"));
  }

  @Test
  void updateShardCount_beyondDouble_isALimit() {
    server.createStream(STREAM, 2);
    assertRefused(LIMIT, "double", () -> updateShardCount(5));
    updateShardCount(4);
    assertRefused(LIMIT, "half", () -> updateShardCount(1));
  }

  @Test
  void retention_outsideItsBounds_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        INVALID,
        "8760",
        () ->
            client.increaseStreamRetentionPeriod(
                r -> r.streamName(STREAM).retentionPeriodHours(8761)));
    assertRefused(
        INVALID,
        "24",
        () ->
            client.decreaseStreamRetentionPeriod(
                r -> r.streamName(STREAM).retentionPeriodHours(23)));
  }

  @Test
  void tags_fiftyFirst_isRefused() {
    server.createStream(STREAM, 1);
    for (int n = 0; n < 50; n++) {
      Map<String, String> tag = Map.of("tag-" + n, "v");
      client.addTagsToStream(r -> r.streamName(STREAM).tags(tag));
    }
    assertRefused(
        INVALID,
        "50",
        () -> client.addTagsToStream(r -> r.streamName(STREAM).tags(Map.of("tag-50", "v"))));
  }

  @Test
  void registerStreamConsumer_twice_isInUse() {
    String arn = createWithConsumer("reader");
    assertRefused(
        IN_USE,
        "reader",
        () -> client.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader")));
    client.deregisterStreamConsumer(r -> r.consumerARN(arn));
    client.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader"));
  }

  @Test
  void describeStreamConsumer_unknown_isNotFound() {
    server.createStream(STREAM, 1);
    assertRefused(
        NOT_FOUND,
        "nobody",
        () -> client.describeStreamConsumer(r -> r.streamARN(ARN).consumerName("nobody")));
  }

  @Test
  void listShards_tokenWithName_isRefused() {
    server.createStream(STREAM, 2);
    String token = client.listShards(r -> r.streamName(STREAM).maxResults(1)).nextToken();
    assertRefused(
        INVALID, "NextToken", () -> client.listShards(r -> r.streamName(STREAM).nextToken(token)));
  }

  @Test
  void listShards_garbageToken_isRefused() {
    assertRefused(INVALID, "NextToken", () -> client.listShards(r -> r.nextToken("bm9uc2Vuc2U=")));
  }

  @Test
  void listShards_tokenOfFiveMinutes_expiresAMillisecondLater() {
    server.createStream(STREAM, 2);
    String token = client.listShards(r -> r.streamName(STREAM).maxResults(1)).nextToken();
    server.clock().advance(Duration.ofMinutes(5));
    assertThat(client.listShards(r -> r.nextToken(token)).shards()).hasSize(1);
    server.clock().advance(Duration.ofMillis(1));
    assertRefused(
        "ExpiredNextTokenException", "NextToken", () -> client.listShards(r -> r.nextToken(token)));
  }

  @Test
  void startStreamEncryption_withoutKey_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        VALIDATION,
        "KeyId",
        () ->
            client.startStreamEncryption(
                r -> r.streamName(STREAM).encryptionType(EncryptionType.KMS)));
  }

  @Test
  void updateMaxRecordSize_outsideItsBounds_isRefused() {
    server.createStream(STREAM, 1);
    assertRefused(
        VALIDATION,
        "10240",
        () -> client.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(10_241)));
  }

  @Test
  void putRecords_bytesOfARequest_areBounded() {
    server.createStream(STREAM, 8);
    var entry = entry("k", new byte[(1 << 20) - 2]);
    assertRefused(
        INVALID,
        "5242880",
        () -> client.putRecords(r -> r.streamName(STREAM).records(Collections.nCopies(6, entry))));
  }

  private String createWithConsumer(String name) {
    server.createStream(STREAM, 1);
    return client
        .registerStreamConsumer(r -> r.streamARN(ARN).consumerName(name))
        .consumer()
        .consumerARN();
  }

  private void put(UnaryOperator<PutRecordRequest.Builder> change) {
    var plain =
        PutRecordRequest.builder()
            .streamName(STREAM)
            .partitionKey("k")
            .data(SdkBytes.fromUtf8String("x"));
    client.putRecord(change.apply(plain).build());
  }

  private static GetShardIteratorRequest ask(
      String shardId, UnaryOperator<GetShardIteratorRequest.Builder> change) {
    var plain =
        GetShardIteratorRequest.builder()
            .streamName(STREAM)
            .shardId(shardId)
            .shardIteratorType(ShardIteratorType.LATEST);
    return change.apply(plain).build();
  }

  private void split(String newStart) {
    client.splitShard(r -> r.streamName(STREAM).shardToSplit(SHARD_0).newStartingHashKey(newStart));
  }
}
