// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardRateTest {

  private static final double MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000;

  private final ShardRate rate = new ShardRate();

  @Test
  void sent_beforeAnyThrottling_waitsForNothing() {
    rate.sent(10 << 20, 0);
    assertThat(rate.freeAtNanos()).isLessThan(0);
    assertThat(rate.bytesPerSecond()).isInfinite();
  }

  @Test
  void throttled_firstTime_fallsBackFromWhatAShardTakes() {
    rate.throttled(7);
    assertThat(rate.bytesPerSecond()).isEqualTo(MIB * 0.7);
    assertThat(rate.freeAtNanos()).isEqualTo(7);
  }

  @Test
  void sent_onceThrottled_spacesEntriesByTheirBytes() {
    rate.throttled(0);
    int bytes = (int) (MIB * 0.7);
    rate.sent(bytes, 0);
    assertThat(rate.freeAtNanos()).isBetween(SECOND - 2_000, SECOND + 2_000);
    rate.sent(bytes, SECOND / 2);
    assertThat(rate.freeAtNanos()).isBetween(2 * SECOND - 4_000, 2 * SECOND + 4_000);
    rate.sent(bytes, 10 * SECOND);
    assertThat(rate.freeAtNanos()).as("what was not used is lost").isGreaterThan(10 * SECOND);
  }

  @Test
  void throttled_againAndAgain_staysAboveALeastRate() {
    for (int i = 0; i < 100; i++) {
      rate.throttled(0);
    }
    assertThat(rate.bytesPerSecond()).isEqualTo(16 << 10);
  }

  @Test
  void accepted_oftenEnough_risesInStepsAndIsUnboundedInTheEnd() {
    rate.throttled(0);
    double before = rate.bytesPerSecond();
    rate.accepted();
    assertThat(rate.bytesPerSecond()).isEqualTo(before + (16 << 10));
    int steps = 1;
    while (rate.bytesPerSecond() != Double.POSITIVE_INFINITY) {
      rate.accepted();
      steps++;
    }
    assertThat(steps).as("from 0.7 to 2 MiB in steps of 16 KiB").isBetween(83, 85);
  }
}
