// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HotKeysTest {

  @Test
  void sampling_overManyEvents_takesOneInThirtyTwo() {
    var sampling = new HotKeys.Sampling();
    int taken = 0;
    for (int i = 0; i < 320_000; i++) {
      taken += sampling.next() ? 1 : 0;
    }
    assertThat(taken).isBetween(9_500, 10_500);
  }

  @Test
  void top_oneKeyOfMany_standsForAllThatItsSampleStandsFor() {
    var hotKeys = new HotKeys();
    for (int i = 0; i < 100; i++) {
      hotKeys.sampled(i % 4 == 0 ? "hot" : "key" + i);
    }
    assertThat(hotKeys.top()).hasSize(10);
    assertThat(hotKeys.top().get(0).key()).isEqualTo("hot");
    assertThat(hotKeys.top().get(0).share()).isEqualTo(0.25);
  }

  /** One event was told as 32 without any error. */
  @Test
  void top_ofFewSamples_tellsThatTheCountIsAGuess() {
    var keys = new HotKeys();
    keys.sampled("seldom");
    assertThat(keys.top().get(0).count()).isEqualTo(32);
    assertThat(keys.top().get(0).error()).as("one at least was put").isEqualTo(31);
    for (int i = 1; i < 10_000; i++) {
      keys.sampled("seldom");
    }
    assertThat(keys.top().get(0).count()).isEqualTo(320_000);
    assertThat(keys.top().get(0).error()).isEqualTo(6_400);
  }
}
