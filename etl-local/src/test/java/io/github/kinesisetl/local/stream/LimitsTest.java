// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static io.github.kinesisetl.local.stream.ModelFixture.SHARD_0;
import static io.github.kinesisetl.local.stream.ModelFixture.STREAM;
import static io.github.kinesisetl.local.stream.ModelFixture.entries;
import static io.github.kinesisetl.local.stream.ModelFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashKey;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.NewStream;
import io.github.kinesisetl.local.api.PutOutcome;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.limit.Limit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every limit holds at its value, and bites one beyond it. */
class LimitsTest {

  private static final int MIB = 1 << 20;
  private static final Duration ALMOST_A_SECOND = Duration.ofMillis(999);

  @Test
  void put_entriesOfASecond_endAtAThousand() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    assertThat(model.stored(1000)).isEqualTo(1000);
    assertThat(model.stored(1)).isZero();
    model.advance(ALMOST_A_SECOND);
    assertThat(model.stored(1)).isZero();
    model.advance(Duration.ofMillis(1));
    assertThat(model.stored(1001)).isEqualTo(1000);
  }

  @Test
  void put_bytesOfASecond_endAtAMebibyteWithKeys() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    assertThat(model.put(entry("k", MIB / 2 - 1))).isInstanceOf(PutOutcome.Stored.class);
    assertThat(model.put(entry("k", MIB / 2))).isInstanceOf(PutOutcome.Refused.class);
    assertThat(model.put(entry("k", MIB / 2 - 1))).isInstanceOf(PutOutcome.Stored.class);
    assertThat(model.put(entry("k", 0)))
        .isInstanceOfSatisfying(
            PutOutcome.Refused.class,
            refused ->
                assertThat(refused.code()).isEqualTo(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED));
  }

  @Test
  void put_largeEntry_owesTheSecondsThatItTakes() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    model.settings.maxRecordKib(STREAM, 10_240);
    assertThat(model.put(entry("k", 10 * MIB - 1))).isInstanceOf(PutOutcome.Stored.class);
    model.advance(Duration.ofMillis(9_999));
    assertThat(model.put(entry("k", 1))).isInstanceOf(PutOutcome.Refused.class);
    model.advance(Duration.ofMillis(1));
    assertThat(model.put(entry("k", 1))).isInstanceOf(PutOutcome.Stored.class);
  }

  @Test
  void put_withoutEnforcedLimits_isNotThrottled() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    assertThat(model.stored(5000)).isEqualTo(5000);
  }

  @Test
  void put_otherShards_areNotThrottled() {
    ModelFixture model = ModelFixture.strict().withStream(2);
    model.stored(4000);
    assertThat(model.readAll(SHARD_0).entries()).hasSize(1000);
    assertThat(model.readAll("shardId-000000000001").entries()).hasSize(1000);
  }

  @Test
  void read_callsOfASecond_endAtFive() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    for (int i = 0; i < 5; i++) {
      model.readAll(SHARD_0);
    }
    assertError(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED, () -> model.readAll(SHARD_0));
    model.advance(ALMOST_A_SECOND);
    assertError(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED, () -> model.readAll(SHARD_0));
    model.advance(Duration.ofMillis(1));
    model.readAll(SHARD_0);
  }

  @Test
  void read_tenMebibytes_owesFiveSeconds() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    for (int i = 0; i < 12; i++) {
      model.put(entry("k", MIB - 1));
      model.advance(Duration.ofSeconds(1));
    }
    assertThat(model.readAll(SHARD_0).entries()).hasSize(10);
    model.advance(Duration.ofMillis(4_999));
    assertError(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED, () -> model.readAll(SHARD_0));
    model.advance(Duration.ofMillis(1));
    model.readAll(SHARD_0);
  }

  @Test
  void put_entriesOfARequest_endAtFiveHundred() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    assertThat(model.put(entries(500, 1))).hasSize(500);
    assertError(ErrorCode.VALIDATION, () -> model.put(entries(501, 1)));
    assertError(ErrorCode.VALIDATION, () -> model.put(List.of()));
  }

  @Test
  void put_bytesOfAnEntry_endAtAMebibyteWithItsKey() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.put(entry("kä", MIB - 3));
    assertError(ErrorCode.VALIDATION, () -> model.put(entry("kä", MIB - 2)));
  }

  @Test
  void put_bytesOfARequest_endAtFiveMebibytes() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.put(entries(5, MIB - 2));
    assertError(ErrorCode.INVALID_ARGUMENT, () -> model.put(entries(6, MIB - 2)));
    model.settings.maxRecordKib(STREAM, 1025);
    model.put(entries(10, MIB - 2));
    assertError(ErrorCode.INVALID_ARGUMENT, () -> model.put(entries(11, MIB - 2)));
  }

  @Test
  void put_partitionKey_has1To256Characters() {
    entry("\uD83D\uDE80".repeat(256), 1);
    assertError(ErrorCode.VALIDATION, () -> entry("k".repeat(257), 1));
    assertError(ErrorCode.VALIDATION, () -> entry("", 1));
  }

  @Test
  void read_limit_is1To10000() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    String iterator = model.horizon(SHARD_0);
    model.reader.read(iterator, 10_000);
    assertError(ErrorCode.VALIDATION, () -> model.reader.read(iterator, 10_001));
    assertError(ErrorCode.VALIDATION, () -> model.reader.read(iterator, 0));
  }

  @Test
  void maxRecordKib_is1024To10240() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.settings.maxRecordKib(STREAM, 1024);
    model.settings.maxRecordKib(STREAM, 10_240);
    assertError(ErrorCode.VALIDATION, () -> model.settings.maxRecordKib(STREAM, 1023));
    assertError(ErrorCode.VALIDATION, () -> model.settings.maxRecordKib(STREAM, 10_241));
  }

  @Test
  void updateShardCount_atMostDoubleAndAtLeastHalf() {
    ModelFixture model = ModelFixture.lenient().withStream(5);
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.updateShardCount(STREAM, 11));
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.updateShardCount(STREAM, 2));
    model.resharding.updateShardCount(STREAM, 3);
    model.resharding.updateShardCount(STREAM, 6);
    assertError(ErrorCode.VALIDATION, () -> model.resharding.updateShardCount(STREAM, 0));
  }

  @Test
  void updateShardCount_ofADay_endsAtTen() {
    ModelFixture model = ModelFixture.strict().withStream(1);
    for (int i = 0; i < 10; i++) {
      model.resharding.updateShardCount(STREAM, i % 2 + 1);
    }
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.updateShardCount(STREAM, 2));
    model.advance(Duration.ofDays(1).minusMillis(1));
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.updateShardCount(STREAM, 2));
    model.advance(Duration.ofMillis(1));
    model.resharding.updateShardCount(STREAM, 2);
  }

  @Test
  void register_consumers_endAtTwenty() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    registerConsumers(model, 20);
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.consumers.register(STREAM, "c20", Map.of()));
  }

  @Test
  void accountShards_endAtTheQuota() {
    ModelFixture model = ModelFixture.strict().withStream(ModelFixture.SHARD_QUOTA - 2);
    model.streams.create(NewStream.provisioned("more", 2));
    assertError(
        ErrorCode.LIMIT_EXCEEDED, () -> model.streams.create(NewStream.provisioned("one", 1)));
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.updateShardCount("more", 3));
    model.resharding.updateShardCount("more", 1);
    model.streams.create(NewStream.provisioned("one", 1));
    assertError(
        ErrorCode.LIMIT_EXCEEDED, () -> model.resharding.split("one", SHARD_0, HashKey.MAX));
  }

  @Test
  void onDemandStreams_endAtFifty() {
    ModelFixture model = ModelFixture.strict();
    for (int i = 0; i < 50; i++) {
      model.streams.create(onDemand("stream-" + i));
    }
    assertError(ErrorCode.LIMIT_EXCEEDED, () -> model.streams.create(onDemand("stream-50")));
    model.streams.create(NewStream.provisioned("provisioned", 1));
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void lifted_alone_letsGoOfNothingElse(Limit lifted) {
    Set<Limit> kept = EnumSet.complementOf(EnumSet.of(lifted));
    for (Limit limit : Limit.values()) {
      assertThat(bites(limit, ModelFixture.keeping(kept)))
          .as("%s bites while %s is lifted", limit, lifted)
          .isEqualTo(limit != lifted);
    }
  }

  /** Goes one beyond a limit in a way that no other limit minds. */
  private static boolean bites(Limit limit, ModelFixture model) {
    try {
      return exceed(limit, model);
    } catch (KinesisError e) {
      return true;
    }
  }

  private static boolean exceed(Limit limit, ModelFixture model) {
    switch (limit) {
      case PUT_ENTRIES -> model.withStream(1).put(entries(501, 1));
      case PUT_BYTES -> model.withStream(8).put(entries(6, MIB - 2));
      case RECORD_BYTES -> model.withStream(1).put(entry("k", MIB));
      case SHARD_COUNT_STEP -> model.withStream(1).resharding.updateShardCount(STREAM, 3);
      case CONSUMERS -> registerConsumers(model.withStream(1), 21);
      case WRITE_ENTRIES -> {
        return model.withStream(1).stored(1001) < 1001;
      }
      case WRITE_BYTES -> {
        model.withStream(1).put(entry("k", MIB - 1));
        return model.put(entry("k", 0)) instanceof PutOutcome.Refused;
      }
      case READ_CALLS -> readTimes(model.withStream(1), 6);
      case READ_BYTES -> {
        fillSlowly(model.withStream(1), 2);
        readTimes(model, 2);
      }
      case SHARD_COUNT_CALLS -> updateShardCountTimes(model.withStream(1), 11);
      case ACCOUNT_SHARDS -> model.withStream(ModelFixture.SHARD_QUOTA + 1);
      case ON_DEMAND_STREAMS -> {
        for (int i = 0; i <= 50; i++) {
          model.streams.create(onDemand("stream-" + i));
        }
      }
    }
    return false;
  }

  private static NewStream onDemand(String name) {
    return new NewStream(name, StreamMode.ON_DEMAND, null, null, null, Map.of());
  }

  private static void registerConsumers(ModelFixture model, int count) {
    for (int i = 0; i < count; i++) {
      model.consumers.register(STREAM, "c" + i, Map.of());
    }
  }

  private static void readTimes(ModelFixture model, int calls) {
    for (int i = 0; i < calls; i++) {
      model.readAll(SHARD_0);
    }
  }

  private static void fillSlowly(ModelFixture model, int mebibytes) {
    for (int i = 0; i < mebibytes; i++) {
      model.put(entry("k", MIB - 1));
      model.advance(Duration.ofSeconds(1));
    }
  }

  private static void updateShardCountTimes(ModelFixture model, int calls) {
    for (int i = 0; i < calls; i++) {
      model.resharding.updateShardCount(STREAM, i % 2 + 1);
    }
  }

  private static void assertError(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(KinesisError.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
