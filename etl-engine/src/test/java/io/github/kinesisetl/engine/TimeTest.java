// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much of the time is kept, and how often anybody looks at it. */
class TimeTest {

  private final TimeMargin margin = new TimeMargin(500);
  private final AtomicInteger remaining = new AtomicInteger(60_000);
  private final AtomicInteger looks = new AtomicInteger();

  private DeadlineGuard guard() {
    return new DeadlineGuard(
        () -> {
          looks.incrementAndGet();
          return remaining.get();
        },
        margin::millis,
        margin::worked);
  }

  private DeadlineGuard guardOf(int remainingMillis) {
    remaining.set(remainingMillis);
    return new TimeLeft(remaining::get, margin).guard();
  }

  @Test
  void guard_howeverSlowTheLastWriteWas_takesWorkWhileAllTheTimeIsLeft() {
    margin.wrote(6_000);
    assertThat(margin.millis()).isGreaterThan(10_000);
    DeadlineGuard guard = guardOf(10_000);
    assertThat(guard.isNear()).isFalse();
    remaining.set(7_000); // a write as slow as the last one still has its time
    boolean unused = guard.isNear(); // not each call looks
    assertThat(guard.isNear()).isTrue();
  }

  @Test
  void guard_whateverMarginIsSet_takesWorkWhileAllTheTimeIsLeft() {
    DeadlineGuard guard =
        new TimeLeft(() -> 3_000, new TimeMargin(Duration.ofMinutes(15).toMillis())).guard();
    assertThat(guard.isNear()).isFalse();
  }

  @Test
  void margin_slowWriteAndRecord_isTwiceTheWriteAndTheRecordMore() {
    assertThat(margin.millis()).isEqualTo(500);
    margin.wrote(100);
    margin.worked(40);
    assertThat(margin.millis()).isEqualTo(500 + 200 + 40);
  }

  @Test
  void margin_whatWasSlowOnce_isForgottenByAndBy() {
    margin.wrote(8_000);
    for (int i = 0; i < 100; i++) {
      margin.wrote(1);
      margin.worked(0);
    }
    assertThat(margin.millis()).isLessThanOrEqualTo(520);
  }

  @Test
  void guard_whileRecordsAreFast_looksEverMoreSeldom() {
    DeadlineGuard guard = guard();
    for (int i = 0; i < 800; i++) {
      assertThat(guard.isNear()).isFalse();
    }
    assertThat(looks.get()).isBetween(100, 110);
  }

  @Test
  void guard_whileRecordsAreSlow_looksBeforeEach() {
    DeadlineGuard guard = guard();
    for (int i = 0; i < 50; i++) {
      remaining.addAndGet(-10);
      assertThat(guard.isNear()).isFalse();
    }
    assertThat(looks).hasValue(49); // all but one, before anything was known
  }

  @Test
  void guard_whenLessThanTheMarginIsLeft_isNearForGood() {
    DeadlineGuard guard = guard();
    remaining.set(499);
    assertThat(guard.isNear()).isTrue();
    remaining.set(60_000);
    assertThat(guard.isNear()).isTrue();
  }

  @Test
  void guard_oneSlowRecord_isKeptBackForTheNext() {
    DeadlineGuard guard = guard();
    assertThat(guard.isNear()).isFalse();
    remaining.set(30_000); // a record took half a minute
    boolean unused = guard.isNear(); // not each call looks
    assertThat(guard.isNear()).isTrue();
  }
}
