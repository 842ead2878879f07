// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.schedule.Agenda;
import io.github.kinesisetl.producer.internal.schedule.Gathering;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestPlannerTest {

  private static final long MILLI = 1_000_000;
  private static final int LARGE = 1 << 20;

  private final Agenda<Lane> agenda = new Agenda<>();
  private final Gathering together = new Gathering();
  private final Lane first = lane("first");
  private final Lane second = lane("second");
  private final Work work = new Work();

  @Test
  void gather_orderedLane_sendsOneBatchUntilItsAnswer() {
    QueuedBatch head = add(first, Batches.of(first));
    QueuedBatch next = add(first, Batches.of(first));
    gather(planner(true), work, 0);
    assertThat(work.request()).containsExactly(head);
    assertThat(first.inFlight()).isEqualTo(1);
    assertThat(gather(planner(true), new Work(), 0)).isEqualTo(Long.MAX_VALUE);
    first.answered();
    var later = new Work();
    gather(planner(true), later, 0);
    assertThat(later.request()).containsExactly(next);
  }

  @Test
  void gather_unorderedLane_sendsAllThatFits() {
    for (int i = 0; i < 600; i++) {
      add(first, Batches.of(first));
    }
    gather(planner(false), work, 0);
    assertThat(work.request()).hasSize(RequestPlanner.MAX_REQUEST_ENTRIES);
    assertThat(first.waiting()).hasSize(100);
  }

  @Test
  void gather_moreBytesThanARequestTakes_leavesTheRestInOrder() {
    for (int i = 0; i < 7; i++) {
      add(first, Batches.of(first, LARGE - 1, 0));
    }
    gather(planner(false), work, 0);
    assertThat(work.request()).hasSize(5);
    assertThat(work.entries()).allMatch(entry -> entry.sizeBytes() == LARGE);
    assertThat(first.waiting()).hasSize(2);
  }

  @Test
  void gather_servedLane_goesToTheEndSoThatOthersComeFirstNextTime() {
    for (int i = 0; i < 2 * RequestPlanner.MAX_REQUEST_ENTRIES; i++) {
      add(first, Batches.of(first));
    }
    QueuedBatch other = add(second, Batches.of(second));
    gather(planner(false), work, 0);
    assertThat(work.request()).extracting(QueuedBatch::lane).containsOnly(first);
    var later = new Work();
    gather(planner(false), later, 0);
    assertThat(later.request()).hasSize(RequestPlanner.MAX_REQUEST_ENTRIES).startsWith(other);
  }

  @Test
  void gather_emptyLane_hasNoPlace() {
    assertThat(gather(planner(true), work, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(agenda.size()).isZero();
    assertThat(work.isEmpty()).isTrue();
  }

  /** An entry that never fits once stood in front of its lane for ever. */
  @Test
  void gather_entryAboveTheBound_goesAlone() {
    QueuedBatch huge = add(first, Batches.of(first, 6 << 20, 0));
    QueuedBatch small = add(second, Batches.of(second));
    gather(planner(true), work, 0);
    assertThat(work.request()).containsExactly(huge);
    var later = new Work();
    gather(planner(true), later, 0);
    assertThat(later.request()).containsExactly(small);
  }

  @Test
  void gather_batchThatBacksOff_tellsHowLongToWait() {
    add(first, Batches.of(first)).retryAfter(30 * MILLI);
    assertThat(gather(planner(true), work, 10 * MILLI)).isEqualTo(20 * MILLI);
    assertThat(work.isEmpty()).isTrue();
    gather(planner(true), work, 30 * MILLI);
    assertThat(work.request()).hasSize(1);
  }

  @Test
  void gather_throttledLane_waitsForItsRate() {
    first.rate().throttled(0, 0);
    first.rate().sent(LARGE, 0);
    add(first, Batches.of(first));
    add(second, Batches.of(second));
    gather(planner(true), work, 1);
    assertThat(work.request()).extracting(QueuedBatch::lane).containsExactly(second);
  }

  @Test
  void gather_batchWithoutEntry_holdsItsLane() {
    add(first, Batches.withoutEntry(first, 0));
    add(first, Batches.of(first));
    assertThat(gather(planner(false), work, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(work.isEmpty()).isTrue();
  }

  @Test
  void gather_afterTheDeliveryTimeout_givesUpAndGoesOn() {
    QueuedBatch old = add(first, Batches.of(first, 1, 0));
    QueuedBatch fresh = add(first, Batches.of(first, 1, 60 * 1_000 * MILLI));
    gather(planner(false), work, 120 * 1_000 * MILLI);
    assertThat(work.expired()).containsExactly(old);
    assertThat(work.request()).containsExactly(fresh);
  }

  @Test
  void gather_laneBehindAnother_waitsUntilThatIsDrained() {
    second.waitFor(first);
    add(second, Batches.of(second, 1, 5));
    long waitNanos = gather(planner(true), work, 5);
    assertThat(waitNanos).as("until its head is too old").isEqualTo(120 * 1_000 * MILLI);
    first.end();
    gather(planner(true), work, 5);
    assertThat(work.request()).hasSize(1);
  }

  @Test
  void gather_closedShard_isTakenApartOnceNothingIsInFlight() {
    QueuedBatch left = add(first, Batches.of(first));
    first.end();
    first.sent();
    gather(planner(true), work, 0);
    assertThat(work.isEmpty()).isTrue();
    first.answered();
    gather(planner(true), work, 0);
    assertThat(work.ended()).isSameAs(first);
    assertThat(work.leftOver()).containsExactly(left);
    assertThat(work.request()).isEmpty();
  }

  @Test
  void gather_closedShardWhereNothingIsRepeated_isSentAsBefore() {
    add(first, Batches.of(first));
    first.end();
    var planner =
        new RequestPlanner(
            Delivery.DEFAULT,
            Placement.always(Reshards.REFRESH),
            LARGE,
            Batches.retries(new TestTicker()));
    gather(planner, work, 0);
    assertThat(work.request()).hasSize(1);
    assertThat(work.ended()).isNull();
  }

  @Test
  void goesAtNanos_smallRequest_waitsOnlyWhileAnotherIsUnderWay() {
    add(first, Batches.of(first));
    assertThat(waitNanos(planner(true), false, 0)).isZero();
    assertThat(waitNanos(planner(true), true, 0)).isEqualTo(20 * MILLI);
    assertThat(waitNanos(planner(true), true, 15 * MILLI)).isEqualTo(5 * MILLI);
    assertThat(waitNanos(planner(true), true, 20 * MILLI)).isZero();
  }

  @Test
  void goesAtNanos_enoughBytesOrAClosedShard_waitsForNothing() {
    add(first, Batches.of(first, 512 << 10, 0));
    assertThat(waitNanos(planner(true), true, 0)).isZero();
    first.waiting().clear();
    add(second, Batches.of(second));
    second.end();
    assertThat(waitNanos(planner(true), true, 0)).isZero();
  }

  @Test
  void goesAtNanos_withoutLinger_isNothing() {
    add(first, Batches.of(first));
    Delivery eager = ProducerOptions.builder().linger(Duration.ZERO).build().delivery();
    var planner =
        new RequestPlanner(
            eager, Placement.always(Reshards.REFRESH), LARGE, Batches.retries(new TestTicker()));
    assertThat(waitNanos(planner, true, 0)).isZero();
  }

  /** Its answer ends the wait; an old head behind it once made the sender ask again at once. */
  @Test
  void gather_heldUpLaneThatWaitsForAnAnswer_waitsForThat() {
    QueuedBatch sent = Batches.of(first);
    sent.leave(0);
    add(first, Batches.of(first));
    first.supersede();
    long late = Duration.ofHours(1).toNanos();
    assertThat(gather(planner(true), work, late)).isEqualTo(Long.MAX_VALUE);
    assertThat(work.isEmpty()).isTrue();
  }

  /** The stream became AUTO meanwhile: what was stored astray before is in no queue to be sent. */
  @Test
  void gather_closedShardWithWhatWasStoredAstray_isTakenApartWhateverHoldsNow() {
    QueuedBatch astray = Batches.of(first);
    first.misplaced().add(astray);
    first.end();
    var planner =
        new RequestPlanner(
            Delivery.DEFAULT,
            Placement.always(Reshards.IGNORE),
            LARGE,
            Batches.retries(new TestTicker()));
    long unused = gather(planner, work, 0);
    assertThat(work.ended()).isEqualTo(first);
    assertThat(work.leftOver()).containsExactly(astray);
  }

  @Test
  void goesAtNanos_sealedTogether_waitsForTheOthersAndNotLong() {
    together.begin(5 * MILLI);
    add(first, Batches.of(first)).begunTogether();
    assertThat(waitNanos(planner(true), false, 0)).isEqualTo(5 * MILLI);
    assertThat(waitNanos(planner(true), false, 5 * MILLI)).as("not longer").isZero();
    together.leave();
    assertThat(waitNanos(planner(true), false, 0)).as("all are made").isZero();
    assertThat(waitNanos(planner(true), true, 0)).as("nothing more is to come").isZero();
  }

  @Test
  void goesAtNanos_anotherThatWasNotSealedWithThem_waitsForNone() {
    together.begin(5 * MILLI);
    add(first, Batches.of(first)).begunTogether();
    add(second, Batches.of(second));
    assertThat(waitNanos(planner(true), false, 0)).isZero();
  }

  @Test
  void goesAtNanos_sentBefore_waitsForNone() {
    together.begin(5 * MILLI);
    QueuedBatch batch = add(first, Batches.of(first));
    batch.begunTogether();
    int unused = batch.nextAttempt();
    assertThat(waitNanos(planner(true), false, 0)).isZero();
  }

  /** Looks at both lanes, and gathers; returns how long the next one has to wait. */
  private long gather(RequestPlanner planner, Work next, long now) {
    planner.place(first, agenda, now);
    planner.place(second, agenda, now);
    int unused = planner.gather(agenda, next, now);
    long nextNanos = agenda.nextNanos();
    return nextNanos == Long.MAX_VALUE ? nextNanos : nextNanos - now;
  }

  private long waitNanos(RequestPlanner planner, boolean isBusy, long now) {
    planner.place(first, agenda, now);
    planner.place(second, agenda, now);
    return Math.max(0, planner.goesAtNanos(agenda, together, isBusy, false, now) - now);
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
    lane.waiting().addLast(batch);
    return batch;
  }

  private static Lane lane(String shardId) {
    return Batches.lane(shardId, 0);
  }
}
