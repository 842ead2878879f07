// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static io.github.kinesisetl.local.stream.ModelFixture.SHARD_0;
import static io.github.kinesisetl.local.stream.ModelFixture.START;
import static io.github.kinesisetl.local.stream.ModelFixture.STREAM;
import static io.github.kinesisetl.local.stream.ModelFixture.entries;
import static io.github.kinesisetl.local.stream.ModelFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.api.Distribution;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashKey;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.PositionType;
import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.api.PutOutcome;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.api.StreamStatus;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States, retention, resharding and subscriptions by the clock. */
class StreamLifeTest {

  private static final Duration DAY = Duration.ofHours(24);

  @Test
  void create_withTransition_isCreatingUntilItsTime() {
    ModelFixture model = ModelFixture.slow(Duration.ofSeconds(30)).withStream(1);
    assertThat(model.streams.view(STREAM).status()).isEqualTo(StreamStatus.CREATING);
    assertThatThrownBy(() -> model.put(entry("k", 1))).isInstanceOf(KinesisError.class);
    model.advance(Duration.ofSeconds(30));
    assertThat(model.streams.view(STREAM).status()).isEqualTo(StreamStatus.ACTIVE);
    model.put(entry("k", 1));
  }

  @Test
  void split_withTransition_keepsTheShardOpenUntilItsTime() {
    ModelFixture model = ModelFixture.slow(Duration.ofSeconds(30)).withStream(1);
    model.advance(Duration.ofSeconds(30));
    model.resharding.updateShardCount(STREAM, 2);
    assertThat(model.streams.view(STREAM).status()).isEqualTo(StreamStatus.UPDATING);
    model.put(entry("k", 1));
    assertThatThrownBy(() -> model.resharding.updateShardCount(STREAM, 2))
        .isInstanceOfSatisfying(
            KinesisError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_IN_USE));
    model.advance(Duration.ofSeconds(30));
    assertThat(model.streams.view(STREAM).openShards()).isEqualTo(2);
    assertThat(model.readAll(SHARD_0).entries()).hasSize(1);
  }

  @Test
  void delete_withTransition_isGoneAfterItsTime() {
    ModelFixture model = ModelFixture.slow(Duration.ofSeconds(30)).withStream(1);
    model.advance(Duration.ofSeconds(30));
    model.streams.delete(STREAM, false);
    assertThat(model.streams.view(STREAM).status()).isEqualTo(StreamStatus.DELETING);
    model.advance(Duration.ofSeconds(30));
    assertThat(model.streams.list(null)).isEmpty();
  }

  @Test
  void iterator_ofADeletedStream_isInvalidForItsSuccessor() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    String iterator = model.horizon(SHARD_0);
    model.streams.delete(STREAM, false);
    model.advance(Duration.ofSeconds(1));
    model.withStream(1);
    assertThatThrownBy(() -> model.reader.read(iterator, 1)).isInstanceOf(KinesisError.class);
  }

  @Test
  void retention_entryOfADay_goesAMillisecondLater() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.put(entry("old", 1));
    model.advance(Duration.ofHours(1));
    model.put(entry("young", 1));
    model.advance(DAY.minusHours(1));
    assertThat(model.readAll(SHARD_0).entries()).hasSize(2);
    model.advance(Duration.ofMillis(1));
    assertThat(model.readAll(SHARD_0).entries())
        .extracting(DeliveredEntry::partitionKey)
        .containsExactly("young");
  }

  @Test
  void retention_closedShard_isForgottenWithItsLastEntry() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.put(entry("k", 1));
    model.resharding.updateShardCount(STREAM, 2);
    model.advance(DAY.plusMillis(2));
    assertThat(model.shards(ShardFilter.Type.FROM_TRIM_HORIZON, null))
        .extracting(ShardView::id)
        .containsExactly("shardId-000000000001", "shardId-000000000002");
  }

  @Test
  void byteCap_endlessLoad_keepsTheNewestEntriesOfAllStreams() {
    long cap = 1 << 20;
    ModelFixture model = ModelFixture.storing(cap).withStream(2);
    String fromStart = model.horizon(SHARD_0);
    for (int i = 0; i < 100; i++) {
      model.put(entries(100, 1000));
      model.advance(Duration.ofMillis(1));
      assertThat(model.account.retention().storedBytes()).isLessThanOrEqualTo(cap);
    }
    assertThat(model.account.retention().storedBytes()).isGreaterThan(cap * 14 / 16);
    ReadAnswer rest = model.reader.read(fromStart, 10_000);
    assertThat(rest.entries()).isNotEmpty();
    assertThat(rest.entries().get(0).arrivalMillis()).isGreaterThan(START.toEpochMilli());
    assertThat(rest.millisBehindLatest()).isZero();
  }

  @Test
  void byteCap_streamDeleted_givesItsBytesBack() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.put(entries(100, 100));
    model.streams.delete(STREAM, false);
    assertThat(model.account.retention().storedBytes()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void reshard_atRandom_losesNoEntryAndCoversEveryKey(long seed) {
    var random = new Random(seed);
    ModelFixture model = ModelFixture.lenient().withStream(3);
    for (int i = 0; i < 30; i++) {
      model.put(entries(20, 10));
      model.advance(Duration.ofSeconds(random.nextInt(3)));
      int open = model.streams.view(STREAM).openShards();
      int target = Math.min(40, (open + 1) / 2 + random.nextInt(open + 1 + open / 2));
      model.resharding.updateShardCount(STREAM, Math.min(target, 2 * open));
      assertCovered(model);
    }
    assertThat(entriesAlongTheLineage(model)).isEqualTo(600);
  }

  @Test
  void sequenceNumbers_ofParentAndChild_growInOneSecond() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    String last = "0";
    for (int i = 0; i < 40; i++) {
      var stored = (PutOutcome.Stored) model.put(entry("k", 1));
      assertThat(new BigInteger(stored.sequenceNumber())).isGreaterThan(new BigInteger(last));
      last = stored.sequenceNumber();
      model.resharding.updateShardCount(STREAM, i % 2 == 0 ? 2 : 1);
    }
  }

  @Test
  void split_atTheEdges_isRefusedOneBelow() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    assertThatThrownBy(() -> model.resharding.split(STREAM, SHARD_0, HashKey.MIN))
        .isInstanceOf(KinesisError.class);
    model.resharding.split(STREAM, SHARD_0, HashKey.MIN.next());
    assertThatThrownBy(() -> model.resharding.split(STREAM, SHARD_0, HashKey.MAX))
        .as("a closed shard")
        .isInstanceOf(KinesisError.class);
    assertCovered(model);
  }

  @Test
  void updateShardCount_toTheMost_endsSoon() {
    ModelFixture model = ModelFixture.lenient().withStream(5_000);
    model.resharding.updateShardCount(STREAM, 10_000);
    assertCovered(model);
    model.resharding.updateShardCount(STREAM, 7_001);
    assertCovered(model);
  }

  @Test
  void decreaseRetention_olderEntries_goAtOnce() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.settings.increaseRetention(STREAM, 48);
    model.put(entry("old", 1));
    model.advance(DAY.plusHours(1));
    assertThat(model.readAll(SHARD_0).entries()).hasSize(1);
    model.settings.decreaseRetention(STREAM, 24);
    assertThat(model.readAll(SHARD_0).entries()).isEmpty();
  }

  @Test
  void merge_notNeighbours_isRefused() {
    ModelFixture model = ModelFixture.lenient().withStream(3);
    assertThatThrownBy(() -> model.resharding.merge(STREAM, SHARD_0, "shardId-000000000002"))
        .isInstanceOf(KinesisError.class);
    model.resharding.merge(STREAM, "shardId-000000000002", "shardId-000000000001");
    assertCovered(model);
  }

  @Test
  void distribution_auto_spreadsEqualKeys() {
    ModelFixture model = ModelFixture.lenient().withStream(2);
    model.settings.distribution(STREAM, Distribution.AUTO);
    for (int i = 0; i < 10; i++) {
      model.put(entry("same", 1));
    }
    assertThat(model.readAll(SHARD_0).entries()).hasSize(5);
  }

  @Test
  void put_withoutAKey_isForStreamsThatDistributeByThemselvesOnly() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    var keyless = new PutEntry(null, null, new byte[1]);
    assertThatThrownBy(() -> model.put(keyless))
        .isInstanceOf(KinesisError.class)
        .hasMessageContaining("PartitionKey must be given");
    model.settings.distribution(STREAM, Distribution.AUTO);
    model.put(keyless);
    assertThat(model.readAll(SHARD_0).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.partitionKey()).isEqualTo(PutEntry.NO_KEY));
  }

  @Test
  void streamName_ofAnotherAccountsArn_isNotFound() {
    var account = ModelFixture.lenient().withStream(1).account;
    assertThat(account.streamName(null, "arn:aws:kinesis:us-east-1:000000000000:stream/s"))
        .isEqualTo("s");
    assertThatThrownBy(
            () -> account.streamName(null, "arn:aws:kinesis:us-east-1:111122223333:stream/s"))
        .isInstanceOf(KinesisError.class)
        .hasMessageContaining("under account 111122223333 not found");
  }

  @Test
  void subscribe_again_isRefusedForFiveSecondsAndThenTakesOver() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.consumers.register(STREAM, "reader", Map.of());
    Subscription first = subscribe(model);
    model.advance(Duration.ofMillis(4_999));
    assertThatThrownBy(() -> subscribe(model)).isInstanceOf(KinesisError.class);
    model.advance(Duration.ofMillis(1));
    Subscription second = subscribe(model);
    assertThat(first.isOver()).isTrue();
    model.advance(Duration.ofMinutes(5).minusMillis(1));
    second.poll();
    assertThat(second.isOver()).isFalse();
    model.advance(Duration.ofMillis(1));
    second.poll();
    assertThat(second.isOver()).isTrue();
  }

  @Test
  void poll_continuation_isWhereTheNextSubscriptionGoesOn() {
    ModelFixture model = ModelFixture.lenient().withStream(1);
    model.consumers.register(STREAM, "reader", Map.of());
    model.put(entry("first", 1));
    Subscription subscription = subscribe(model);
    String next = subscription.poll().next();
    assertThat(subscription.poll().next()).isEqualTo(next);
    model.put(entry("second", 1));
    String iterator =
        model.reader.iterator(
            STREAM, SHARD_0, new Position(PositionType.AFTER_SEQUENCE_NUMBER, next, null));
    assertThat(model.reader.read(iterator, 10).entries())
        .extracting(DeliveredEntry::partitionKey)
        .containsExactly("second");
  }

  private static Subscription subscribe(ModelFixture model) {
    return model.consumers.subscribe(
        new ConsumerRegistry.Name(STREAM, "reader"),
        SHARD_0,
        new Position(PositionType.TRIM_HORIZON, null, null));
  }

  private static void assertCovered(ModelFixture model) {
    List<ShardView> open = new ArrayList<>(model.shards(ShardFilter.Type.AT_LATEST, null));
    open.sort((one, other) -> one.range().start().compareTo(other.range().start()));
    assertThat(open.get(0).range().start()).isEqualTo(HashKey.MIN);
    for (int i = 1; i < open.size(); i++) {
      assertThat(open.get(i - 1).range().isFollowedBy(open.get(i).range())).isTrue();
    }
    assertThat(open.get(open.size() - 1).range().end()).isEqualTo(HashKey.MAX);
  }

  /** Reads as a consumer does: the shards at the horizon, and from each on to its children. */
  private static int entriesAlongTheLineage(ModelFixture model) {
    List<String> todo = new ArrayList<>();
    model.shards(ShardFilter.Type.AT_TRIM_HORIZON, null).forEach(shard -> todo.add(shard.id()));
    int count = 0;
    for (int i = 0; i < todo.size(); i++) {
      ReadAnswer read = model.readAll(todo.get(i));
      count += read.entries().size();
      for (ShardView child : read.children()) {
        if (!todo.contains(child.id())) {
          todo.add(child.id());
        }
      }
    }
    return count;
  }
}
