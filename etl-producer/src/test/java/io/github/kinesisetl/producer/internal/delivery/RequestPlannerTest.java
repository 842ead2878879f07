// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestPlannerTest {

  private static final long MILLI = 1_000_000;
  private static final int LARGE = 1 << 20;

  private final Set<Lane> lanes = new LinkedHashSet<>();
  private final Lane first = lane("first");
  private final Lane second = lane("second");
  private final Work work = new Work();

  @Test
  void gather_orderedLane_sendsOneBatchUntilItsAnswer() {
    QueuedBatch head = add(first, Batches.of(first));
    QueuedBatch next = add(first, Batches.of(first));
    planner(true).gather(lanes, work, 0);
    assertThat(work.request()).containsExactly(head);
    assertThat(first.inFlight()).isEqualTo(1);
    assertThat(planner(true).gather(lanes, new Work(), 0)).isEqualTo(Long.MAX_VALUE);
    first.answered();
    var later = new Work();
    planner(true).gather(lanes, later, 0);
    assertThat(later.request()).containsExactly(next);
  }

  @Test
  void gather_unorderedLane_sendsAllThatFits() {
    for (int i = 0; i < 600; i++) {
      add(first, Batches.of(first));
    }
    planner(false).gather(lanes, work, 0);
    assertThat(work.request()).hasSize(RequestPlanner.MAX_REQUEST_ENTRIES);
    assertThat(first.waiting()).hasSize(100);
  }

  @Test
  void gather_moreBytesThanARequestTakes_leavesTheRestInOrder() {
    for (int i = 0; i < 7; i++) {
      add(first, Batches.of(first, LARGE - 1, 0));
    }
    planner(false).gather(lanes, work, 0);
    assertThat(work.request()).hasSize(5);
    assertThat(work.entries()).allMatch(entry -> entry.sizeBytes() == LARGE);
    assertThat(first.waiting()).hasSize(2);
  }

  @Test
  void gather_servedLane_goesToTheEndSoThatOthersComeFirstNextTime() {
    add(first, Batches.of(first));
    add(first, Batches.of(first));
    planner(true).gather(lanes, work, 0);
    add(second, Batches.of(second));
    assertThat(List.copyOf(lanes)).containsExactly(first, second);
    first.answered();
    var later = new Work();
    planner(true).gather(lanes, later, 0);
    assertThat(later.request()).hasSize(2);
    assertThat(lanes).as("whoever is served has its place behind the others").isNotEmpty();
  }

  @Test
  void gather_emptyLane_isForgotten() {
    lanes.add(first);
    planner(true).gather(lanes, work, 0);
    assertThat(lanes).isEmpty();
    assertThat(work.isEmpty()).isTrue();
  }

  @Test
  void gather_batchThatBacksOff_tellsHowLongToWait() {
    add(first, Batches.of(first)).retryAfter(30 * MILLI);
    assertThat(planner(true).gather(lanes, work, 10 * MILLI)).isEqualTo(20 * MILLI);
    assertThat(work.isEmpty()).isTrue();
    planner(true).gather(lanes, work, 30 * MILLI);
    assertThat(work.request()).hasSize(1);
  }

  @Test
  void gather_throttledLane_waitsForItsRate() {
    first.rate().throttled(0, 0);
    first.rate().sent(LARGE, 0);
    add(first, Batches.of(first));
    add(second, Batches.of(second));
    planner(true).gather(lanes, work, 1);
    assertThat(work.request()).extracting(QueuedBatch::lane).containsExactly(second);
  }

  @Test
  void gather_batchWithoutEntry_holdsItsLane() {
    add(first, Batches.withoutEntry(first, 0));
    add(first, Batches.of(first));
    assertThat(planner(false).gather(lanes, work, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(work.isEmpty()).isTrue();
  }

  @Test
  void gather_afterTheDeliveryTimeout_givesUpAndGoesOn() {
    QueuedBatch old = add(first, Batches.of(first, 1, 0));
    QueuedBatch fresh = add(first, Batches.of(first, 1, 60 * 1_000 * MILLI));
    planner(false).gather(lanes, work, 120 * 1_000 * MILLI);
    assertThat(work.expired()).containsExactly(old);
    assertThat(work.request()).containsExactly(fresh);
  }

  @Test
  void gather_laneBehindAnother_waitsUntilThatIsDrained() {
    second.waitFor(first);
    add(second, Batches.of(second, 1, 5));
    long waitNanos = planner(true).gather(lanes, work, 5);
    assertThat(waitNanos).as("until its head is too old").isEqualTo(120 * 1_000 * MILLI);
    first.end();
    planner(true).gather(lanes, work, 5);
    assertThat(work.request()).hasSize(1);
  }

  @Test
  void gather_closedShard_isTakenApartOnceNothingIsInFlight() {
    QueuedBatch left = add(first, Batches.of(first));
    first.end();
    first.sent();
    planner(true).gather(lanes, work, 0);
    assertThat(work.isEmpty()).isTrue();
    first.answered();
    planner(true).gather(lanes, work, 0);
    assertThat(work.ended()).isSameAs(first);
    assertThat(work.leftOver()).containsExactly(left);
    assertThat(work.request()).isEmpty();
  }

  @Test
  void gather_closedShardWhereNothingIsRepeated_isSentAsBefore() {
    add(first, Batches.of(first));
    first.end();
    new RequestPlanner(
            Delivery.DEFAULT,
            Placement.always(Reshards.REFRESH),
            LARGE,
            Batches.retries(new TestTicker()))
        .gather(lanes, work, 0);
    assertThat(work.request()).hasSize(1);
    assertThat(work.ended()).isNull();
  }

  @Test
  void nanosUntilWellFilled_smallRequest_waitsOnlyWhileAnotherIsUnderWay() {
    add(first, Batches.of(first));
    assertThat(planner(true).nanosUntilWellFilled(lanes, false, 0)).isZero();
    assertThat(planner(true).nanosUntilWellFilled(lanes, true, 0)).isEqualTo(20 * MILLI);
    assertThat(planner(true).nanosUntilWellFilled(lanes, true, 15 * MILLI)).isEqualTo(5 * MILLI);
    assertThat(planner(true).nanosUntilWellFilled(lanes, true, 20 * MILLI)).isZero();
  }

  @Test
  void nanosUntilWellFilled_enoughBytesOrAClosedShard_waitsForNothing() {
    add(first, Batches.of(first, 512 << 10, 0));
    assertThat(planner(true).nanosUntilWellFilled(lanes, true, 0)).isZero();
    lanes.remove(first);
    add(second, Batches.of(second));
    second.end();
    assertThat(planner(true).nanosUntilWellFilled(lanes, true, 0)).isZero();
  }

  @Test
  void nanosUntilWellFilled_withoutLinger_isNothing() {
    add(first, Batches.of(first));
    Delivery eager = ProducerOptions.builder().linger(Duration.ZERO).build().delivery();
    var planner =
        new RequestPlanner(
            eager, Placement.always(Reshards.REFRESH), LARGE, Batches.retries(new TestTicker()));
    assertThat(planner.nanosUntilWellFilled(lanes, true, 0)).isZero();
  }

  /** Its answer ends the wait; an old head behind it once made the sender ask again at once. */
  @Test
  void gather_heldUpLaneThatWaitsForAnAnswer_waitsForThat() {
    QueuedBatch sent = Batches.of(first);
    sent.leave(0);
    add(first, Batches.of(first));
    first.supersede();
    long late = Duration.ofHours(1).toNanos();
    assertThat(planner(true).gather(lanes, work, late)).isEqualTo(Long.MAX_VALUE);
    assertThat(work.isEmpty()).isTrue();
  }

  /** The stream became AUTO meanwhile: what was stored astray before is in no queue to be sent. */
  @Test
  void gather_closedShardWithWhatWasStoredAstray_isTakenApartWhateverHoldsNow() {
    QueuedBatch astray = Batches.of(first);
    first.misplaced().add(astray);
    lanes.add(first);
    first.end();
    var planner =
        new RequestPlanner(
            Delivery.DEFAULT,
            Placement.always(Reshards.IGNORE),
            LARGE,
            Batches.retries(new TestTicker()));
    long unused = planner.gather(lanes, work, 0);
    assertThat(work.ended()).isEqualTo(first);
    assertThat(work.leftOver()).containsExactly(astray);
  }

  private static RequestPlanner planner(boolean ordered) {
    Delivery delivery = ProducerOptions.builder().ordered(ordered).build().delivery();
    return new RequestPlanner(
        delivery,
        Placement.always(Reshards.REPEAT_MISPLACED),
        LARGE,
        Batches.retries(new TestTicker()));
  }

  private QueuedBatch add(Lane lane, QueuedBatch batch) {
    lanes.add(lane);
    lane.waiting().addLast(batch);
    return batch;
  }

  private static Lane lane(String shardId) {
    return Batches.lane(shardId, 0);
  }
}
