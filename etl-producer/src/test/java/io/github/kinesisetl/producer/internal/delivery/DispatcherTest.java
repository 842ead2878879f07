// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private final TestTicker ticker = new TestTicker();
  private final Dispatcher dispatcher = Batches.dispatcher(Reshards.REPEAT_MISPLACED, ticker);
  private final Lane first = Batches.lane("first", 0);
  private final Lane second = Batches.lane("second", 1);
  private final Lane third = Batches.lane("third", 2);

  /**
   * Found by the soak: the stream was resharded while a lane was taken apart, so that its older
   * batches took the way over the lane in between, together with what that one was filled with.
   */
  @Test
  void handOver_partlyThroughALaneInBetween_keepsTheOrderOfFilling() {
    QueuedBatch older = filled(first);
    QueuedBatch newer = filled(first);
    QueuedBatch between = filled(second);
    QueuedBatch newest = filled(third);

    assertThat(dispatcher.handOver(newer, List.of(part(newer, third)))).isTrue();
    assertThat(dispatcher.handOver(older, List.of(part(older, third)))).isTrue();
    assertThat(dispatcher.handOver(between, List.of(part(between, third)))).isTrue();

    assertThat(third.waiting())
        .extracting(QueuedBatch::number)
        .containsExactly(older.number(), newer.number(), between.number(), newest.number());
  }

  /** A batch that a put thread left open is numbered when its lane is retired: late. */
  @Test
  void handOver_batchNumberedAfterItsSuccessors_goesBeforeThem() {
    QueuedBatch ofSuccessor = filled(second);
    QueuedBatch late = filled(first);
    assertThat(dispatcher.handOver(late, List.of(part(late, second)))).isTrue();
    assertThat(second.waiting())
        .extracting(QueuedBatch::number)
        .containsExactly(late.number(), ofSuccessor.number());
  }

  /**
   * Found where time passes at once: the first lane was handed over past the second, straight to
   * the third, while the second was superseded but had not ended. It sent its batch.
   */
  @Test
  void handOver_pastALaneInBetween_letsThatOneSendNothing() throws InterruptedException {
    QueuedBatch older = filled(first);
    QueuedBatch newer = filled(second);
    dispatcher.hold(List.of(second), List.of(first));
    dispatcher.end(first);
    dispatcher.hold(List.of(third), List.of(second));

    Work work = requireNonNull(dispatcher.take());
    assertThat(work.leftOver()).containsExactly(older);
    assertThat(dispatcher.handOver(older, List.of(part(older, third)))).isTrue();
    dispatcher.tookApart(first);
    assertThat(second.isHeldUp()).isTrue();

    dispatcher.end(second);
    Work next = requireNonNull(dispatcher.take());
    assertThat(next.request()).isEmpty();
    assertThat(next.leftOver()).containsExactly(newer);
  }

  /** The half that is made first is handed over first, whichever it is. */
  @Test
  void takeOver_halvesOfOneBatchInAnyOrder_standAsTheirRecordsDid() {
    QueuedBatch whole = filled(first);
    QueuedBatch newer = filled(first);
    QueuedBatch front = part(whole, second, 0);
    QueuedBatch middle = part(part(whole, first, 4), second, 4);
    QueuedBatch end = part(part(whole, first, 4), second, 6);
    second.takeOver(List.of(part(newer, second, 0), end));
    second.takeOver(List.of(front));
    second.takeOver(List.of(middle));
    assertThat(second.waiting()).startsWith(front, middle, end).hasSize(4);
  }

  /** What was stored astray is in no queue, but goes before it. */
  @Test
  void replace_partOfWhatWasStoredAstray_putsItsPartsThere() {
    QueuedBatch whole = filled(first);
    QueuedBatch waiting = filled(first);
    first.waiting().remove(whole);
    QueuedBatch before = part(whole, first);
    QueuedBatch astray = part(whole, first);
    assertThat(dispatcher.misplaced(whole, List.of(before, astray))).isTrue();
    QueuedBatch half = part(astray, first);
    QueuedBatch rest = part(astray, first);
    assertThat(dispatcher.replace(astray, List.of(half, rest))).isTrue();
    assertThat(first.misplaced()).containsExactly(before, half, rest);
    assertThat(first.waiting()).containsExactly(waiting);
  }

  private QueuedBatch filled(Lane lane) {
    QueuedBatch batch = Batches.of(lane, 1, ticker.nanoTime());
    dispatcher.enqueue(List.of(batch));
    return batch;
  }

  private static QueuedBatch part(QueuedBatch whole, Lane lane) {
    return part(whole, lane, 0);
  }

  private static QueuedBatch part(QueuedBatch whole, Lane lane, int position) {
    return whole.part(lane, HashKey.MIN, position, Batches.contents());
  }
}
