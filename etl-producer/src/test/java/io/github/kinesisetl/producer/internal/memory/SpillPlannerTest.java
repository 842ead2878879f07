// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpillPlannerTest {

  private final List<Queue> queues = new ArrayList<>();

  @Test
  void toSpill_shortQueues_keepsTheNextTwoOfEach() {
    queue(2);
    queue(1);
    assertThat(SpillPlanner.<Item>toSpill(queues)).isNull();
  }

  @Test
  void toSpill_theLastInMemoryOfTheLongestQueue() {
    queue(3);
    Queue longest = queue(5);
    assertThat(SpillPlanner.<Item>toSpill(queues)).isSameAs(longest.at(4));
    longest.at(4).spill();
    assertThat(SpillPlanner.<Item>toSpill(queues)).isSameAs(longest.at(3));
    longest.at(3).spill();
    longest.at(2).spill();
    assertThat(SpillPlanner.<Item>toSpill(queues))
        .as("of the next one, once the longest has only what it keeps")
        .isSameAs(queues.get(0).at(2));
  }

  @Test
  void toSpill_entryThatIsNotMadeYet_isPassedOver() {
    Queue queue = queue(4);
    queue.at(3).held.withhold();
    assertThat(SpillPlanner.<Item>toSpill(queues)).isSameAs(queue.at(2));
  }

  @Test
  void toSpill_endedQueue_isLeftAlone() {
    queue(5).ended = true;
    assertThat(SpillPlanner.<Item>toSpill(queues)).isNull();
  }

  @Test
  void toLoad_onlyWhatIsNeededSoon() {
    Queue queue = queue(5);
    queue.at(2).spill();
    queue.at(4).spill();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isNull();
    queue.waiting.removeFirst();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isSameAs(queue.at(1));
    queue.at(1).load();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isNull();
  }

  @Test
  void toLoad_endedQueue_comesBackFromItsEnd() {
    Queue queue = queue(5);
    queue.ended = true;
    queue.at(3).spill();
    assertThat(SpillPlanner.<Item>toLoad(queues)).as("the last is in memory").isNull();
    queue.waiting.removeLast();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isSameAs(queue.at(3));
  }

  /** Where records are not put again, a closed shard's queue is sent as it is, from its head. */
  @Test
  void toLoad_endedQueueThatIsSent_comesBackFromItsHead() {
    Queue queue = queue(5);
    queue.ended = true;
    queue.at(0).spill();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isSameAs(queue.at(0));
    queue.at(4).spill();
    assertThat(SpillPlanner.<Item>toLoad(queues)).isSameAs(queue.at(4));
  }

  private Queue queue(int items) {
    var queue = new Queue();
    for (int i = 0; i < items; i++) {
      queue.waiting.add(new Item());
    }
    queues.add(queue);
    return queue;
  }

  private static final class Queue implements SpillQueue<Item> {
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean ended;

    @Override
    public Deque<Item> waiting() {
      return waiting;
    }

    @Override
    public boolean isEnded() {
      return ended;
    }

    Item at(int index) {
      return List.copyOf(waiting).get(index);
    }
  }

  private static final class Item implements Spillable {
    private final HeldEntry held = HeldEntry.of(new Entry("k", null, new byte[10]), 0, 0);

    @Override
    public HeldEntry held() {
      return held;
    }

    void spill() {
      long unused =
          held.spilledTo(
              new SpilledEntry("k", HashKey.MIN, new SpillFile.Extent(0, 10)), held.withhold());
    }

    void load() {
      held.loaded(new Entry("k", null, new byte[10]));
    }
  }
}
