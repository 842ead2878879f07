// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private static final HashKeyRange EVERYTHING = new HashKeyRange(HashKey.MIN, HashKey.MAX);

  private final ProducerOptions options = ProducerOptions.builder().build();
  private final Dispatcher dispatcher =
      new Dispatcher(options, StreamPlan.of(options, new FakeStream(1)));
  private final Lane first = lane("first", 0);
  private final Lane second = lane("second", 1);
  private final Lane third = lane("third", 2);

  /**
   * Found by the soak: the stream was resharded while a lane was taken apart, so that its older
   * batches took the way over the lane in between, together with what that one was filled with.
   */
  @Test
  void handOver_partlyThroughALaneInBetween_keepsTheOrderOfFilling() {
    Batch older = filled(first);
    Batch newer = filled(first);
    Batch between = filled(second);
    Batch newest = filled(third);

    dispatcher.handOver(first, List.of(newer), List.of(part(newer, third)));
    dispatcher.handOver(
        second, List.of(older, between), List.of(part(older, third), part(between, third)));

    assertThat(third.waiting())
        .extracting(Batch::number)
        .containsExactly(older.number(), newer.number(), between.number(), newest.number());
  }

  /** A batch that a put thread left open is numbered when its lane is retired: late. */
  @Test
  void handOver_batchNumberedAfterItsSuccessors_goesBeforeThem() {
    Batch ofSuccessor = filled(second);
    Batch late = filled(first);
    dispatcher.handOver(first, List.of(late), List.of(part(late, second)));
    assertThat(second.waiting())
        .extracting(Batch::number)
        .containsExactly(late.number(), ofSuccessor.number());
  }

  private Batch filled(Lane lane) {
    Batch batch = Batch.plain(lane, new Entry("k", null, new byte[1]), HashKey.MIN, 0);
    dispatcher.enqueue(batch);
    return batch;
  }

  private static Batch part(Batch whole, Lane lane) {
    Batch part = Batch.splitFrom(whole, lane, HashKey.MIN);
    part.keep(PutCallback.NONE, 1);
    return part;
  }

  private static Lane lane(String shardId, int generation) {
    return new Lane(new OpenShard(shardId, EVERYTHING), generation);
  }
}
