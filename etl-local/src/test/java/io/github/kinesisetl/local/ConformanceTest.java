// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** What a client sees when all is well, and the errors that it must tell apart. */
class ConformanceTest extends Conformance {

  ConformanceTest(WireMode mode) {
    super(mode);
  }

  @Test
  void createStream_described_isActiveWithItsShards() {
    client.createStream(request -> request.streamName(STREAM).shardCount(3));

    var summary =
        client.describeStreamSummary(r -> r.streamName(STREAM)).streamDescriptionSummary();
    assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(summary.openShardCount()).isEqualTo(3);
    assertThat(summary.streamCreationTimestamp()).isEqualTo(START);
    assertThat(summary.retentionPeriodHours()).isEqualTo(24);
    assertThat(summary.maxRecordSizeInKiB()).isEqualTo(1024);
    assertThat(summary.streamARN()).isEqualTo(ARN);
    assertThat(client.describeStream(r -> r.streamName(STREAM)).streamDescription().shards())
        .extracting(Shard::shardId)
        .containsExactly(SHARD_0, "shardId-000000000001", "shardId-000000000002");
  }

  @Test
  void createStream_twice_isInUse() {
    server.createStream(STREAM, 1);
    assertThatThrownBy(() -> client.createStream(r -> r.streamName(STREAM).shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void createStream_onDemand_hasFourShards() {
    client.createStream(
        r -> r.streamName(STREAM).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    var summary =
        client.describeStreamSummary(r -> r.streamName(STREAM)).streamDescriptionSummary();
    assertThat(summary.openShardCount()).isEqualTo(4);
    assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
  }

  @Test
  void deleteStream_described_isNotFound() {
    server.createStream(STREAM, 1);
    client.deleteStream(r -> r.streamName(STREAM));
    assertThatThrownBy(() -> client.describeStreamSummary(r -> r.streamName(STREAM)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void listStreams_byPages_returnsAll() {
    List.of("a", "b", "c").forEach(name -> server.createStream(name, 1));
    var first = client.listStreams(r -> r.limit(2));
    assertThat(first.streamNames()).containsExactly("a", "b");
    assertThat(first.hasMoreStreams()).isTrue();
    var second = client.listStreams(r -> r.limit(2).nextToken(first.nextToken()));
    assertThat(second.streamNames()).containsExactly("c");
    assertThat(second.hasMoreStreams()).isFalse();
    assertThat(second.streamSummaries().get(0).streamCreationTimestamp()).isEqualTo(START);
  }

  @Test
  void putRecords_read_comeBackInOrder() {
    server.createStream(STREAM, 1);
    PutRecordsResponse put = putNumbered(100);
    assertThat(put.failedRecordCount()).isZero();
    assertThat(put.records()).allSatisfy(r -> assertThat(r.sequenceNumber()).hasSize(56));

    GetRecordsResponse read = read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON));
    assertThat(read.records())
        .extracting(r -> r.data().asUtf8String())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "data-" + i).toList());
    assertThat(read.records().get(0).approximateArrivalTimestamp()).isEqualTo(START);
    assertThat(read.records()).extracting(Record::sequenceNumber).isSorted();
    assertThat(read.millisBehindLatest()).isZero();
    assertThat(read.nextShardIterator()).isNotNull();
  }

  @Test
  void putRecord_byArn_isStored() {
    server.createStream(STREAM, 1);
    var put =
        client.putRecord(
            r -> r.streamARN(ARN).partitionKey("k").data(SdkBytes.fromUtf8String("x")));
    assertThat(put.shardId()).isEqualTo(SHARD_0);
    assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).records()).hasSize(1);
  }

  @Test
  void putRecords_emptyAndBinaryData_isKept() {
    server.createStream(STREAM, 1);
    byte[] binary = new byte[256];
    IntStream.range(0, 256).forEach(i -> binary[i] = (byte) i);
    client.putRecords(r ->
        r.streamName(STREAM)
            .records(entry("k", new byte[0]), entry("schlüssel-\uD83D\uDE80", binary)));
    var records = read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).records();
    assertThat(records.get(0).data().asByteArray()).isEmpty();
    assertThat(records.get(1).data().asByteArray()).isEqualTo(binary);
    assertThat(records.get(1).partitionKey()).isEqualTo("schlüssel-\uD83D\uDE80");
  }

  @Test
  void putRecords_explicitHashKey_choosesTheShard() {
    server.createStream(STREAM, 2);
    var put =
        client.putRecords(r ->
            r.streamName(STREAM)
                .records(
                    entry("k", new byte[1]).toBuilder().explicitHashKey("0").build(),
                    entry("k", new byte[1]).toBuilder()
                        .explicitHashKey("340282366920938463463374607431768211455")
                        .build()));
    assertThat(put.records())
        .extracting("shardId")
        .containsExactly(SHARD_0, "shardId-000000000001");
  }

  @Test
  void putRecords_tooManyEntries_isRefused() {
    server.createStream(STREAM, 1);
    assertThat(putNumbered(500).failedRecordCount()).isZero();
    assertThatThrownBy(() -> putNumbered(501)).isInstanceOf(ValidationException.class);
  }

  @Test
  void putRecord_tooLarge_isRefusedUntilTheStreamAllowsIt() {
    server.createStream(STREAM, 1);
    assertThat(putOne(new byte[(1 << 20) - 1])).isNotNull();
    assertThatThrownBy(() -> putOne(new byte[1 << 20])).isInstanceOf(ValidationException.class);

    client.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(10_240));
    assertThat(putOne(new byte[(10 << 20) - 1])).isNotNull();
    assertThatThrownBy(() -> putOne(new byte[10 << 20])).isInstanceOf(ValidationException.class);
  }

  @Test
  void getShardIterator_ofEachType_startsWhereItSays() {
    server.createStream(STREAM, 1);
    var put = putNumbered(3);
    String second = put.records().get(1).sequenceNumber();
    server.clock().advance(Duration.ofSeconds(10));
    putOne("late".getBytes(StandardCharsets.UTF_8));

    assertThat(texts(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))).hasSize(4);
    assertThat(texts(iterator(SHARD_0, ShardIteratorType.LATEST))).isEmpty();
    assertThat(texts(iteratorAt(ShardIteratorType.AT_SEQUENCE_NUMBER, second)))
        .containsExactly("data-1", "data-2", "late");
    assertThat(texts(iteratorAt(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second)))
        .containsExactly("data-2", "late");
    String atTime =
        client
            .getShardIterator(r ->
                r.streamName(STREAM)
                    .shardId(SHARD_0)
                    .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                    .timestamp(START.plusMillis(1)))
            .shardIterator();
    assertThat(texts(atTime)).containsExactly("late");
  }

  @Test
  void getRecords_iteratorOfFiveMinutes_expiresAMillisecondLater() {
    server.createStream(STREAM, 1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    server.clock().advance(Duration.ofMinutes(5));
    assertThat(read(iterator).records()).isEmpty();
    server.clock().advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> read(iterator)).isInstanceOf(ExpiredIteratorException.class);
  }

  @Test
  void getRecords_withLimit_goesOnWithTheNextIterator() {
    server.createStream(STREAM, 1);
    putNumbered(5);
    server.clock().advance(Duration.ofSeconds(7));
    var first =
        client.getRecords(
            r -> r.limit(2).shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)));
    assertThat(first.records()).hasSize(2);
    assertThat(first.millisBehindLatest()).isEqualTo(7000);
    assertThat(texts(first.nextShardIterator())).containsExactly("data-2", "data-3", "data-4");
  }

  @Test
  void getRecords_garbageIterator_isInvalid() {
    assertThatThrownBy(() -> read("garbage")).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void splitAndMerge_parentsRead_nameTheirChildren() {
    server.createStream(STREAM, 1);
    putNumbered(10);
    client.splitShard(r ->
        r.streamName(STREAM)
            .shardToSplit(SHARD_0)
            .newStartingHashKey("170141183460469231731687303715884105728"));

    GetRecordsResponse end = read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON));
    assertThat(end.records()).hasSize(10);
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards())
        .extracting("shardId")
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(end.childShards().get(0).parentShards()).containsExactly(SHARD_0);

    client.mergeShards(r ->
        r.streamName(STREAM)
            .shardToMerge("shardId-000000000001")
            .adjacentShardToMerge("shardId-000000000002"));
    List<Shard> shards = client.listShards(r -> r.streamName(STREAM)).shards();
    assertThat(shards).hasSize(4);
    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).hasSize(56);
    Shard merged = shards.get(3);
    assertThat(merged.parentShardId()).isEqualTo("shardId-000000000001");
    assertThat(merged.adjacentParentShardId()).isEqualTo("shardId-000000000002");
    assertThat(merged.sequenceNumberRange().endingSequenceNumber()).isNull();
    assertThat(merged.hashKeyRange().endingHashKey())
        .isEqualTo("340282366920938463463374607431768211455");
  }

  @Test
  void updateShardCount_upAndDown_keepsEveryEntry() {
    server.createStream(STREAM, 2);
    putNumbered(100);
    var up = updateShardCount(4);
    assertThat(up.currentShardCount()).isEqualTo(2);
    putNumbered(100);
    updateShardCount(3);
    updateShardCount(2);
    putNumbered(100);

    var open =
        client.listShards(r -> r.streamName(STREAM).shardFilter(f -> f.type("AT_LATEST"))).shards();
    assertThat(open).hasSize(2);
    List<String> all = new ArrayList<>();
    for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
      all.addAll(texts(iterator(shard.shardId(), ShardIteratorType.TRIM_HORIZON)));
    }
    assertThat(all).hasSize(300);
    assertThatThrownBy(() -> updateShardCount(5)).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void listShards_byPages_returnsAll() {
    server.createStream(STREAM, 5);
    var first = client.listShards(r -> r.streamName(STREAM).maxResults(3));
    var second = client.listShards(r -> r.nextToken(first.nextToken()).maxResults(3));
    assertThat(first.shards()).hasSize(3);
    assertThat(second.shards())
        .extracting(Shard::shardId)
        .containsExactly("shardId-000000000003", "shardId-000000000004");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void listShards_filtered_returnsThoseOfThatTime() {
    server.createStream(STREAM, 1);
    server.clock().advance(Duration.ofMinutes(1));
    updateShardCount(2);
    assertThat(shardIds(ShardFilterType.AT_LATEST, null))
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(shardIds(ShardFilterType.AT_TRIM_HORIZON, null)).containsExactly(SHARD_0);
    assertThat(shardIds(ShardFilterType.FROM_TRIM_HORIZON, null)).hasSize(3);
    assertThat(shardIds(ShardFilterType.AT_TIMESTAMP, START)).containsExactly(SHARD_0);
    assertThat(shardIds(ShardFilterType.FROM_TIMESTAMP, START.plusSeconds(60))).hasSize(2);
  }

  @Test
  void tags_addedAndRemoved_areListed() {
    server.createStream(STREAM, 1);
    client.addTagsToStream(r -> r.streamName(STREAM).tags(Map.of("a", "1", "b", "2")));
    client.removeTagsFromStream(r -> r.streamName(STREAM).tagKeys("a"));
    var tags = client.listTagsForStream(r -> r.streamName(STREAM));
    assertThat(tags.tags()).singleElement().extracting("key", "value").containsExactly("b", "2");
    assertThat(tags.hasMoreTags()).isFalse();
  }

  @Test
  void retention_increasedAndDecreased_isShown() {
    server.createStream(STREAM, 1);
    client.increaseStreamRetentionPeriod(r -> r.streamName(STREAM).retentionPeriodHours(48));
    var summary =
        client.describeStreamSummary(r -> r.streamName(STREAM)).streamDescriptionSummary();
    assertThat(summary.retentionPeriodHours()).isEqualTo(48);
    client.decreaseStreamRetentionPeriod(r -> r.streamName(STREAM).retentionPeriodHours(24));
    assertThatThrownBy(() ->
            client.decreaseStreamRetentionPeriod(
                r -> r.streamName(STREAM).retentionPeriodHours(23)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void encryption_started_marksNewEntries() {
    server.createStream(STREAM, 1);
    putNumbered(1);
    client.startStreamEncryption(
        r -> r.streamName(STREAM).encryptionType("KMS").keyId("alias/aws/kinesis"));
    assertThat(putNumbered(1).encryptionTypeAsString()).isEqualTo("KMS");
    assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).records())
        .extracting(Record::encryptionTypeAsString)
        .containsExactly(null, "KMS");
  }

  @Test
  void monitoring_enabled_isShown() {
    server.createStream(STREAM, 1);
    var enabled =
        client.enableEnhancedMonitoring(
            r -> r.streamName(STREAM).shardLevelMetricsWithStrings("IncomingBytes"));
    assertThat(enabled.currentShardLevelMetrics()).isEmpty();
    assertThat(enabled.desiredShardLevelMetricsAsStrings()).containsExactly("IncomingBytes");
  }

  @Test
  void warmThroughput_createdAndUpdated_isShown() {
    client.createStream(r ->
        r.streamName(STREAM)
            .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))
            .warmThroughputMiBps(10)
            .maxRecordSizeInKiB(2048));
    var updated =
        client.updateStreamWarmThroughput(r -> r.streamName(STREAM).warmThroughputMiBps(20));
    assertThat(updated.warmThroughput().targetMiBps()).isEqualTo(20);
    var summary =
        client.describeStreamSummary(r -> r.streamName(STREAM)).streamDescriptionSummary();
    assertThat(summary.warmThroughput().currentMiBps()).isEqualTo(20);
    assertThat(summary.maxRecordSizeInKiB()).isEqualTo(2048);
  }

  @Test
  void updateStreamMode_toOnDemand_endsTheCallersResharding() {
    server.createStream(STREAM, 1);
    client.updateStreamMode(
        r -> r.streamARN(ARN).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    assertThatThrownBy(() -> updateShardCount(2)).isInstanceOf(ValidationException.class);
  }

  @Test
  void resourceOperations_onStreamAndConsumer_keepTagsAndPolicy() {
    server.createStream(STREAM, 1);
    String consumer =
        client
            .registerStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
            .consumer()
            .consumerARN();
    for (String arn : List.of(ARN, consumer)) {
      client.tagResource(r -> r.resourceARN(arn).tags(Map.of("a", "1", "b", "2")));
      client.untagResource(r -> r.resourceARN(arn).tagKeys("a"));
      assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags())
          .singleElement()
          .extracting("key")
          .isEqualTo("b");
    }
    client.putResourcePolicy(r -> r.resourceARN(ARN).policy("{\"Version\":1}"));
    assertThat(client.getResourcePolicy(r -> r.resourceARN(ARN)).policy()).contains("Version");
    client.deleteResourcePolicy(r -> r.resourceARN(ARN));
    assertThat(client.getResourcePolicy(r -> r.resourceARN(ARN)).policy()).isEqualTo("{}");
  }

  @Test
  void updateAccountSettings_enabled_isShown() {
    client.updateAccountSettings(
        r -> r.minimumThroughputBillingCommitment(c -> c.status("ENABLED")));
    var commitment = client.describeAccountSettings(r -> {}).minimumThroughputBillingCommitment();
    assertThat(commitment.statusAsString()).isEqualTo("ENABLED");
    assertThat(commitment.startedAt()).isEqualTo(START);
    client.updateAccountSettings(
        r -> r.minimumThroughputBillingCommitment(c -> c.status("DISABLED")));
  }

  @Test
  void describeLimits_withStreams_countsThem() {
    server.createStream(STREAM, 3);
    assertThat(client.describeLimits().openShardCount()).isEqualTo(3);
  }

  @Test
  void putRecord_unknownStream_isNotFound() {
    assertThatThrownBy(() -> putOne(new byte[1]))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(STREAM)
        .isInstanceOfSatisfying(
            KinesisException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException"));
  }
}
