// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShardRouterTest {

  private static final HashKey HALF = new HashKey(1L << 63, 0);
  private static final HashKey BEFORE_HALF = new HashKey(Long.MAX_VALUE, -1);
  private static final OpenShard WHOLE = shard("whole", HashKey.MIN, HashKey.MAX);
  private static final OpenShard LOW = shard("low", HashKey.MIN, BEFORE_HALF);
  private static final OpenShard HIGH = shard("high", HALF, HashKey.MAX);

  private final TestTicker ticker = new TestTicker();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Lane> sealed = new ArrayList<>();
  private final Dispatcher dispatcher = Batches.dispatcher(Reshards.REPEAT_MISPLACED, ticker);
  private volatile List<OpenShard> open = List.of(WHOLE);
  private final ShardDirectory directory =
      () -> {
        asked.incrementAndGet();
        return open;
      };
  private final ShardRouter router =
      new ShardRouter(ShardMap.of(open), directory, dispatcher, sealed::add, ticker);

  @Test
  void lockedLaneOf_aKey_isTheLaneThatOwnsItsHash() {
    open = List.of(LOW, HIGH);
    router.refresh();
    var key = new KeyBuffer();
    for (int i = 0; i < 100; i++) {
      key.set("key" + i);
      Lane lane = router.lockedLaneOf(key);
      assertThat(lane.shard().range().contains(key.hash())).isTrue();
      assertThat(lane.lock().isHeldByCurrentThread()).isTrue();
      lane.lock().unlock();
    }
  }

  @Test
  void refresh_afterASplit_sealsAndEndsTheOldLaneBeforeItsSuccessors() {
    Lane old = router.map().laneOf(HashKey.MIN);
    old.waiting().add(Batches.of(old));
    open = List.of(LOW, HIGH);
    router.refresh();
    assertThat(sealed).containsExactly(old);
    assertThat(old.isRetired()).isTrue();
    assertThat(old.isEnded()).isTrue();
    assertThat(router.lanes())
        .extracting(lane -> lane.shard().shardId())
        .containsExactly("low", "high");
    assertThat(router.lanes()).allMatch(lane -> lane.generation() == 1);
    assertThat(router.lanes())
        .as("something of the old one may have their keys")
        .allMatch(Lane::isHeldUp);
    old.waiting().clear();
    assertThat(router.lanes()).noneMatch(Lane::isHeldUp);
  }

  @Test
  void refresh_shardsThatStay_keepTheirLanes() {
    open = List.of(LOW, HIGH);
    router.refresh();
    Lane low = router.map().laneOf(HashKey.MIN);
    OpenShard child = shard("child", HALF, HashKey.MAX);
    open = List.of(LOW, child);
    ticker.advance(Duration.ofMillis(100));
    router.refresh();
    assertThat(router.map().laneOf(HashKey.MIN)).isSameAs(low);
    assertThat(router.map().laneOf(HALF).shard()).isEqualTo(child);
    assertThat(router.rangeOf("child")).contains(child.range());
    assertThat(router.rangeOf("high")).isEmpty();
  }

  @Test
  void refresh_soonAfterAnother_asksNobody() {
    router.refresh();
    router.refresh();
    ticker.advance(Duration.ofMillis(99));
    router.refresh();
    assertThat(asked).hasValue(1);
    ticker.advance(Duration.ofMillis(1));
    router.refresh();
    assertThat(asked).hasValue(2);
  }

  @Test
  void refresh_directoryAway_goesOnWithWhatIsKnown() {
    ShardRouter lonely =
        new ShardRouter(
            ShardMap.of(List.of(LOW, HIGH)),
            () -> {
              throw new IllegalStateException("no answer");
            },
            dispatcher,
            sealed::add,
            ticker);
    lonely.refresh();
    assertThat(lonely.lanes()).hasSize(2);
    assertThat(sealed).isEmpty();
  }

  /** An answer that is no shard map once escaped into the sender thread and rejected events. */
  @Test
  void refresh_answerThatMakesNoSense_goesOnWithWhatIsKnown() {
    ShardRouter lonely =
        new ShardRouter(
            ShardMap.of(List.of(LOW, HIGH)),
            () -> {
              throw new IllegalArgumentException("no hash key");
            },
            dispatcher,
            sealed::add,
            ticker);
    lonely.refresh();
    open = List.of();
    ticker.advance(Duration.ofSeconds(1));
    router.refresh();
    open = List.of(HIGH);
    ticker.advance(Duration.ofSeconds(1));
    router.refresh();
    assertThat(lonely.lanes()).hasSize(2);
    assertThat(router.lanes()).hasSize(1);
    assertThat(sealed).isEmpty();
  }

  @Test
  void map_shardsWithAGap_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ShardMap.of(List.of(HIGH)))
        .withMessageContaining("are not whole");
  }

  private static OpenShard shard(String id, HashKey from, HashKey to) {
    return new OpenShard(id, new HashKeyRange(from, to));
  }
}
