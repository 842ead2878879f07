// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregatorPoolTest {

  private int made;
  private final AggregatorPool pool =
      new AggregatorPool(
          64 << 20,
          () -> {
            made++;
            return RecordAggregator.kpl(64);
          });

  /** With more open lanes than 257, the rest was once made anew for each batch. */
  @Test
  void take_asManyAsWereInUseAtOnce_makesNoneAnew() {
    useAtOnce(10_000);
    useAtOnce(10_000);
    useAtOnce(9_000);
    assertThat(made).isEqualTo(10_000);
  }

  @Test
  void give_fewerAreInUseNow_letsTheOthersGo() {
    useAtOnce(10_000);
    for (int i = 0; i < 10; i++) {
      for (int used = 0; used < 1_000; used++) {
        useAtOnce(16);
      }
    }
    assertThat(pool.idleCount()).isLessThanOrEqualTo(16);
  }

  @Test
  void give_heldMoreThanItsShare_isLetGo() {
    var small = new AggregatorPool(1_000, () -> RecordAggregator.kpl(64));
    RecordAggregator first = small.take();
    RecordAggregator second = small.take();
    first.add(EventRecord.of("key", new byte[600]));
    second.add(EventRecord.of("key", new byte[400]));
    small.give(first);
    small.give(second);
    assertThat(small.take()).isSameAs(second);
    assertThat(small.idleCount()).isZero();
  }

  private void useAtOnce(int count) {
    List<RecordAggregator> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(pool.take());
    }
    all.forEach(pool::give);
  }
}
