// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FramePoolTest {

  private static final int MIN_BYTES = 1 << 6;

  @Test
  void take_anySize_isLargeEnoughAndWastesLessThanAnEighth() {
    var pool = new FramePool(0);
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int bytes = 1 + random.nextInt(1 << (1 + random.nextInt(23)));
      int room = pool.take(bytes).length;
      assertThat(room).isGreaterThanOrEqualTo(bytes);
      assertThat(room).isLessThanOrEqualTo(Math.max(MIN_BYTES, bytes + bytes / 8 + 1));
    }
  }

  @Test
  void take_afterGive_isTheSameArray() {
    var pool = new FramePool(1 << 20);
    byte[] array = pool.take(5_000);
    pool.give(array);
    assertThat(pool.idleBytes()).isEqualTo(array.length);
    assertThat(pool.take(array.length)).isSameAs(array);
    assertThat(pool.idleBytes()).isZero();
    assertThat(pool.take(5_000)).isNotSameAs(array);
  }

  @Test
  void give_foreignArrayOrBeyondTheBound_isForgotten() {
    var pool = new FramePool(2_000);
    pool.give(new byte[1_000]);
    pool.give(new byte[1_025]);
    pool.give(pool.take(3_000));
    assertThat(pool.idleBytes()).isZero();
    pool.give(pool.take(1_500));
    assertThat(pool.idleBytes()).isBetween(1_500L, 2_000L);
  }
}
