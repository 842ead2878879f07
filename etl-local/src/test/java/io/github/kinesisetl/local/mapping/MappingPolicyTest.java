// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.mapping.MappingPolicy.Step;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MappingPolicyTest {

  private static final MappingPolicy ENDLESS = policy(-1, false);
  private static final MappingPolicy BISECTING = policy(2, true);

  @Test
  void after_allDone_finishes() {
    assertThat(ENDLESS.after(10, 10, 5)).isEqualTo(new Step.Finish());
  }

  @Test
  void after_failures_backsOffUpToASecond() {
    assertThat(IntStream.range(0, 10).mapToObj(retries -> ENDLESS.after(10, 0, retries)))
        .extracting(step -> ((Step.Repeat) step).backoffMillis())
        .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L, 1000L);
    assertThat(ENDLESS.after(10, 0, 1_000_000)).isEqualTo(new Step.Repeat(1_000_001, 1000, 0));
  }

  @Test
  void after_progress_countsRetriesAnew() {
    assertThat(BISECTING.after(10, 3, 2)).isEqualTo(new Step.Repeat(0, 5, 0));
  }

  @Test
  void after_asManyRetriesAsAllowed_givesUp() {
    assertThat(BISECTING.after(10, 0, 1)).isEqualTo(new Step.Repeat(2, 20, 5));
    assertThat(BISECTING.after(10, 0, 2)).isEqualTo(new Step.GiveUp());
    assertThat(policy(0, false).after(1, 0, 0)).isEqualTo(new Step.GiveUp());
  }

  @Test
  void after_failureAsAWhole_splitsWhatCanBeSplit() {
    assertThat(BISECTING.after(7, 0, 0)).isEqualTo(new Step.Repeat(1, 10, 3));
    assertThat(BISECTING.after(1, 0, 0)).isEqualTo(new Step.Repeat(1, 10, 0));
  }

  @Test
  void room_isForOneEntryAtLeastAndForSixMegabytes() {
    int max = InvocationPayload.MAX_BYTES;
    assertThat(ENDLESS.hasRoom(0, 0, max + 1)).isTrue();
    assertThat(ENDLESS.hasRoom(1, 100, max - 100)).isTrue();
    assertThat(ENDLESS.hasRoom(1, 100, max - 99)).isFalse();
    assertThat(ENDLESS.isFull(99)).isFalse();
    assertThat(ENDLESS.isFull(100)).isTrue();
  }

  @Test
  void age_ofZero_boundsNothing() {
    assertThat(BISECTING.isTooOld(60_000)).isFalse();
    assertThat(BISECTING.isTooOld(60_001)).isTrue();
    assertThat(ENDLESS.isTooOld(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void lane_ofAKey_isAlwaysTheSameAndThere() {
    for (int i = 0; i < 1000; i++) {
      String key = "key" + i;
      assertThat(MappingPolicy.laneOf(key, 4))
          .isBetween(0, 3)
          .isEqualTo(MappingPolicy.laneOf(key, 4));
      assertThat(MappingPolicy.laneOf(key, 1)).isZero();
    }
  }

  private static MappingPolicy policy(int maxRetryAttempts, boolean bisects) {
    return new MappingPolicy(
        new MappingOptions(
            100,
            Duration.ZERO,
            1,
            maxRetryAttempts,
            bisects ? Duration.ofMinutes(1) : Duration.ZERO,
            bisects,
            true,
            batch -> {}));
  }
}
