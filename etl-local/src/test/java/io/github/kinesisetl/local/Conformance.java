// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.oracle.OracleDifferences;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** What every check of conformance needs: a client in one of the ways to speak to the server. */
@ExtendWith(OracleDifferences.class)
@ParameterizedClass
@EnumSource(WireMode.class)
abstract class Conformance {

  static final Instant START = Session.START;
  static final String STREAM = "orders";
  static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
  static final String SHARD_0 = "shardId-000000000000";
  static final String SHARD_1 = "shardId-000000000001";

  final ServerUnderTest server;
  final KinesisClient client;

  Conformance(WireMode mode) {
    if (Oracle.wanted()) {
      Oracle oracle = Oracle.fresh(mode);
      server = oracle;
      client = oracle.client();
    } else {
      Session session = Session.fresh(mode);
      server = ServerUnderTest.ours(session.server);
      client = session.client;
    }
  }

  static void assertRefused(String errorCode, String inMessage, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(errorCode);
              assertThat(e.statusCode()).isEqualTo(400);
              if (!Oracle.wanted()) { // names are AWS's, words are everybody's own
                assertThat(e.awsErrorDetails().errorMessage()).contains(inMessage);
              }
            });
  }

  PutRecordsResponse putNumbered(int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, count)
            .mapToObj(i -> entry("key-" + i, ("data-" + i).getBytes(StandardCharsets.UTF_8)))
            .toList();
    return client.putRecords(r -> r.streamName(STREAM).records(entries));
  }

  String putOne(byte[] data) {
    return client
        .putRecord(
            r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromByteArrayUnsafe(data)))
        .sequenceNumber();
  }

  static PutRecordsRequestEntry entry(String key, byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArrayUnsafe(data))
        .build();
  }

  String iterator(String shardId, ShardIteratorType type) {
    return client
        .getShardIterator(r -> r.streamName(STREAM).shardId(shardId).shardIteratorType(type))
        .shardIterator();
  }

  String iteratorAt(ShardIteratorType type, String sequenceNumber) {
    return client
        .getShardIterator(r ->
            r.streamName(STREAM)
                .shardId(SHARD_0)
                .shardIteratorType(type)
                .startingSequenceNumber(sequenceNumber))
        .shardIterator();
  }

  GetRecordsResponse read(String iterator) {
    return client.getRecords(r -> r.shardIterator(iterator));
  }

  List<String> texts(String iterator) {
    return read(iterator).records().stream().map(r -> r.data().asUtf8String()).toList();
  }

  UpdateShardCountResponse updateShardCount(int target) {
    return client.updateShardCount(r ->
        r.streamName(STREAM).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
  }

  List<String> shardIds(ShardFilterType type, @Nullable Instant timestamp) {
    return client
        .listShards(r -> r.streamName(STREAM).shardFilter(f -> f.type(type).timestamp(timestamp)))
        .shards()
        .stream()
        .map(Shard::shardId)
        .toList();
  }
}
