// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.delivery.Parts.Failing;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReshardFollowerTest {

  private static final int EVENTS = 8;

  private final Parts parts = new Parts();

  @AfterEach
  void close() {
    parts.close();
  }

  /** One that could not be read just then once stayed on the wrong shard for good. */
  @Test
  void look_strayWhoseKeyIsAway_isStoredAgainOnceTheKeyIsBack() throws Exception {
    QueuedBatch stray = inRequest();
    var away = new Failing(parts.encoder, 0, () -> new DataKeyException("away", true, null), null);
    ReshardFollower follower = follower(away);
    assertThat(astray(follower, stray)).isFalse();
    follower.look();
    assertThat(parts.waiting()).isEmpty();
    assertThat(parts.lane.inFlight()).as("nothing overtakes it").isEqualTo(1);
    follower.look();
    assertThat(parts.lane.misplaced()).isNotEmpty().allMatch(QueuedBatch::isRepeat);
    assertThat(parts.lane.inFlight()).isZero();
    assertThat(parts.told).as("it is accepted, and told once").isEmpty();
  }

  /**
   * Without a log nothing waits longer than events live, for what is stored already least of all.
   */
  @Test
  void look_strayWhoseKeyStaysAway_staysWhereItIsAfterTheDeliveryTimeout() throws Exception {
    QueuedBatch stray = inRequest();
    EntryEncoder away =
        new Failing(parts.encoder, -1, IllegalStateException::new, null) {
          @Override
          void count() {
            throw new DataKeyException("away", true, null);
          }
        };
    ReshardFollower follower = follower(away);
    assertThat(astray(follower, stray)).isFalse();
    follower.look();
    parts.ticker.advance(Duration.ofMinutes(3));
    follower.look();
    assertThat(parts.lane.inFlight()).isZero();
    assertThat(parts.dispatcher.stop()).isEmpty();
    assertThat(parts.budget.usedBytes()).isZero();
  }

  private QueuedBatch inRequest() throws InterruptedException {
    QueuedBatch batch = parts.made(EVENTS);
    parts.lane.waiting().clear();
    batch.leave(0);
    return batch;
  }

  private static boolean astray(ReshardFollower follower, QueuedBatch stray) {
    return follower.isSettledAstray(
        stray, requireNonNull(stray.held().entry()), new Stored("elsewhere", "1"));
  }

  private ReshardFollower follower(EntryEncoder encoder) {
    List<OpenShard> open = List.of(parts.map.laneOf(HashKey.MIN).shard());
    var router = new ShardRouter(parts.map, () -> open, parts.dispatcher, lane -> {}, parts.ticker);
    return new ReshardFollower(
        Placement.always(Reshards.REPEAT_MISPLACED),
        router,
        parts.resplitter(encoder),
        parts.dispatcher,
        parts.settlement);
  }
}
