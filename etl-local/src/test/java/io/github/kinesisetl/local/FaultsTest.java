// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.fault.Faults;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Not with the sync client: its HttpURLConnection repeats a lost POST on its own. */
@ParameterizedClass
@EnumSource(
    value = WireMode.class,
    names = {"ASYNC_HTTP1_JSON", "ASYNC_H2C_CBOR", "ASYNC_TLS_HTTP1_CBOR", "ASYNC_TLS_H2_CBOR"})
class FaultsTest {

  private static final String STREAM = "orders";
  private static final String SHARD_0 = "shardId-000000000000";

  private final KinesisLocal server;
  private final KinesisClient client;

  FaultsTest(WireMode mode) {
    Session session = Session.fresh(mode);
    server = session.server;
    client = session.client;
  }

  @BeforeEach
  void create() {
    server.createStream(STREAM, 1);
  }

  @Test
  void failEveryNthEntry_third_failsEveryThirdAndStoresTheRest() {
    server.faults().failEveryNthEntry(3);
    PutRecordsResponse put = put(10);
    assertThat(put.failedRecordCount()).isEqualTo(3);
    for (int i = 0; i < 10; i++) {
      assertThat(put.records().get(i).errorCode()).isEqualTo(i % 3 == 2 ? "InternalFailure" : null);
    }
    server.faults().failEveryNthEntry(0);
    assertThat(put(10).failedRecordCount()).isZero();
    assertThat(stored()).isEqualTo(17);
  }

  @Test
  void throttleShard_forAWhile_endsByTheClock() {
    server.faults().throttleShard(STREAM, SHARD_0, Duration.ofSeconds(10));
    assertThat(put(2).records())
        .extracting("errorCode")
        .containsOnly("ProvisionedThroughputExceededException");
    assertThatThrownBy(this::putOne).isInstanceOf(ProvisionedThroughputExceededException.class);
    server.clock().advance(Duration.ofMillis(9_999));
    assertThat(put(2).failedRecordCount()).isEqualTo(2);
    server.clock().advance(Duration.ofMillis(1));
    assertThat(put(2).failedRecordCount()).isZero();
  }

  @Test
  void throttleShard_untilUnthrottled_leavesOtherStreamsAlone() {
    server.createStream("other", 1).faults().throttleShard("other", SHARD_0);
    assertThat(put(2).failedRecordCount()).isZero();
    server.faults().throttleShard(STREAM, SHARD_0);
    assertThat(put(2).failedRecordCount()).isEqualTo(2);
    server.faults().unthrottleShard(STREAM, SHARD_0);
    assertThat(put(2).failedRecordCount()).isZero();
  }

  @Test
  void failRequests_two_answersTwoWithStatus500AndStoresNothing() {
    server.faults().failRequests(2);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::putOne)
          .isInstanceOfSatisfying(
              KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }
    putOne();
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void failRequestsFor_aWhile_endsByTheClock() {
    server.faults().failRequestsFor(Duration.ofSeconds(1));
    server.clock().advance(Duration.ofMillis(999));
    assertThatThrownBy(this::putOne).isInstanceOf(KinesisException.class);
    server.clock().advance(Duration.ofMillis(1));
    putOne();
  }

  @Test
  void latency_ofSomeMillis_holdsTheAnswerBack() {
    putOne();
    server.faults().latency(Duration.ofMillis(50));
    long start = System.nanoTime();
    putOne();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void resetAnswers_one_breaksOneConnection() {
    server.faults().resetAnswers(1);
    assertThatThrownBy(() -> put(100)).isInstanceOf(SdkClientException.class);
    assertThat(put(1).failedRecordCount()).isZero();
  }

  @Test
  void loseAnswers_one_storesWhatTheClientBelievesLost() {
    server.faults().loseAnswers(1);
    assertThatThrownBy(this::putOne).isInstanceOf(SdkClientException.class);
    assertThat(stored()).isEqualTo(1);
    putOne();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void heatShard_nineTenths_leavesAHundredEntriesASecond() {
    server.faults().heatShard(STREAM, SHARD_0, 0.9);
    assertThat(put(101).failedRecordCount()).isEqualTo(1);
    server.clock().advance(Duration.ofMillis(999));
    assertThat(put(1).failedRecordCount()).isEqualTo(1);
    server.clock().advance(Duration.ofMillis(1));
    assertThat(put(100).failedRecordCount()).isZero();
    server.faults().unthrottleShard(STREAM, SHARD_0);
    assertThat(put(100).failedRecordCount()).isZero();
  }

  @Test
  void heatShard_whole_leavesNothing() {
    server.faults().heatShard(STREAM, SHARD_0, 1);
    assertThat(put(2).failedRecordCount()).isEqualTo(2);
    assertThatThrownBy(() -> server.faults().heatShard(STREAM, SHARD_0, 1.01))
        .hasMessage("usedByOthers must be 0 to 1, but is 1.01");
  }

  @AfterEach
  void clear() {
    server.faults().clear();
  }

  @Test
  void clear_afterFaults_endsThemAll() {
    Faults faults = server.faults();
    faults.failEveryNthEntry(1);
    faults.throttleShard(STREAM, SHARD_0);
    faults.heatShard(STREAM, SHARD_0, 1);
    faults.failRequests(100);
    faults.failRequestsFor(Duration.ofDays(1));
    faults.latency(Duration.ofDays(1));
    faults.resetAnswers(100);
    faults.loseAnswers(100);
    faults.clear();
    assertThat(put(5).failedRecordCount()).isZero();
  }

  private PutRecordsResponse put(int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, count)
            .mapToObj(i ->
                PutRecordsRequestEntry.builder()
                    .partitionKey("k" + i)
                    .data(SdkBytes.fromUtf8String("data"))
                    .build())
            .toList();
    return client.putRecords(r -> r.streamName(STREAM).records(entries));
  }

  private void putOne() {
    client.putRecord(
        r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("data")));
  }

  private int stored() {
    var iterator =
        client.getShardIterator(r ->
            r.streamName(STREAM)
                .shardId(SHARD_0)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON));
    return client.getRecords(r -> r.shardIterator(iterator.shardIterator())).records().size();
  }
}
