// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.metrics.HotKey;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopKeysTest {

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void top_ofSkewedKeys_neverCountsTooLowAndKnowsItsError(long seed) {
    var random = new Random(seed);
    var top = new TopKeys(1 + random.nextInt(60));
    Map<String, Long> exact = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String key = "key" + (int) Math.exp(random.nextDouble() * 8);
      long weight = 1L + random.nextInt(3);
      top.offer(key, weight);
      exact.merge(key, weight, Long::sum);
    }
    List<HotKey> kept = top.top(Integer.MAX_VALUE);
    for (HotKey key : kept) {
      long count = exact.getOrDefault(key.key(), 0L);
      assertThat(key.count()).isGreaterThanOrEqualTo(count);
      assertThat(key.count() - key.error()).isLessThanOrEqualTo(count);
    }
    assertThat(kept.stream().mapToLong(HotKey::count).sum())
        .isEqualTo(top.total())
        .isEqualTo(exact.values().stream().mapToLong(Long::longValue).sum());
    exact.forEach((key, count) -> {
      if (count > top.total() / kept.size()) {
        assertThat(kept).extracting(HotKey::key).contains(key);
      }
    });
  }

  @Test
  void top_oneKeyOfHalfTheEventsAmongMillions_isFirstWithItsShare() {
    var top = new TopKeys(256);
    for (int i = 0; i < 100_000; i++) {
      top.offer("once" + i, 1);
      top.offer("hot", 1);
    }
    HotKey hottest = top.top(1).get(0);
    assertThat(hottest.key()).isEqualTo("hot");
    assertThat(hottest.share()).isBetween(0.5, 0.502);
  }

  @Test
  void fade_halvesWhatWas_soThatNewKeysOvertake() {
    var top = new TopKeys(8);
    top.offer("old", 100);
    top.fade();
    top.fade();
    top.offer("new", 30);
    assertThat(top.top(1)).containsExactly(new HotKey("new", 30, 0, 30.0 / 55));
    assertThat(top.total()).isEqualTo(55);
  }

  @Test
  void top_ofNothing_isEmpty() {
    assertThat(new TopKeys(8).top(3)).isEmpty();
    assertThatThrownBy(() -> new TopKeys(0)).hasMessage("capacity must be 1 to 65536, but is 0");
  }

  @Test
  void offer_fromManyThreads_losesNothing() {
    var top = new TopKeys(64);
    IntStream.range(0, 50_000).parallel().forEach(i -> top.offer("k" + i % 500, 1));
    assertThat(top.top(64).stream().mapToLong(HotKey::count).sum()).isEqualTo(50_000);
  }

  @Test
  void offer_knownAndUnknownKeys_allocatesNothing() {
    var top = new TopKeys(64);
    String[] keys = IntStream.range(0, 5_000).mapToObj(i -> "key" + i).toArray(String[]::new);
    for (String key : keys) {
      top.offer(key, 1);
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      top.offer(keys[i % keys.length], 1);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }
}
