// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardRateTest {

  private static final double MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000;
  private static final long ROUND_TRIP = SECOND / 20;

  private final ShardRate rate = new ShardRate();

  @Test
  void sent_beforeAnyThrottling_waitsForNothing() {
    rate.sent(10 << 20, 0);
    assertThat(rate.freeAtNanos()).isLessThan(0);
    assertThat(rate.bytesPerSecond(0)).isInfinite();
  }

  @Test
  void throttled_firstTime_fallsBackFromWhatAShardTakes() {
    rate.throttled(0, 7);
    assertThat(rate.bytesPerSecond(7)).isEqualTo(MIB * 0.7);
    assertThat(rate.freeAtNanos()).isEqualTo(7);
  }

  /** One answer once was as many signs as it had entries: 12 of them were the least rate. */
  @Test
  void throttled_manyEntriesOfOneAnswer_isOneSign() {
    for (int i = 0; i < 20; i++) {
      rate.throttled(0, ROUND_TRIP);
    }
    assertThat(rate.bytesPerSecond(ROUND_TRIP)).isEqualTo(MIB * 0.7);
  }

  @Test
  void throttled_whatWasSentAtTheRateOfBefore_tellsNothingNew() {
    rate.throttled(0, ROUND_TRIP);
    rate.throttled(ROUND_TRIP / 2, 2 * ROUND_TRIP);
    assertThat(rate.bytesPerSecond(ROUND_TRIP)).isEqualTo(MIB * 0.7);
    rate.throttled(2 * ROUND_TRIP, 3 * ROUND_TRIP);
    assertThat(rate.bytesPerSecond(3 * ROUND_TRIP)).isLessThan(MIB * 0.55);
  }

  @Test
  void throttled_shardThatJustTookMore_fallsToNearlyThat() {
    for (int i = 0; i <= 10; i++) {
      rate.accepted((int) (MIB / 10), i * SECOND / 10);
    }
    for (int i = 11; i < 15; i++) {
      rate.throttled(i * SECOND / 10, i * SECOND / 10 + 1);
    }
    assertThat(rate.bytesPerSecond(SECOND * 3 / 2)).isBetween(MIB * 0.9, MIB * 1.1);
  }

  @Test
  void throttled_againAndAgain_staysAboveALeastRate() {
    long now = 0;
    for (int i = 0; i < 100; i++, now += 1_000) {
      rate.throttled(now, now + 1);
    }
    assertThat(rate.bytesPerSecond(now)).isBetween(16.0 * 1024, 16.0 * 1024 + 1);
  }

  @Test
  void bytesPerSecond_asTimePasses_growsWhateverIsSent() {
    rate.throttled(0, 0);
    assertThat(rate.bytesPerSecond(SECOND) - rate.bytesPerSecond(0))
        .isCloseTo(MIB / 8, org.assertj.core.data.Offset.offset(2.0));
    for (int i = 0; i < 1_000; i++) {
      rate.accepted(1 << 18, 0);
    }
    assertThat(rate.bytesPerSecond(0)).isEqualTo(MIB * 0.7);
  }

  @Test
  void bytesPerSecond_ofAShardThatThrottledInTheLastMinute_isNeverWithoutABound() {
    rate.throttled(0, 0);
    assertThat(rate.bytesPerSecond(59 * SECOND)).isEqualTo(2 * MIB);
    assertThat(rate.bytesPerSecond(61 * SECOND)).isInfinite();
  }

  @Test
  void sent_onceThrottled_spacesEntriesByTheirBytesAtTheRateThatGrows() {
    rate.throttled(0, 0);
    rate.sent((int) (MIB * 0.7), 0);
    assertThat(rate.freeAtNanos()).isBetween(SECOND * 9 / 10, SECOND);
    rate.sent((int) (MIB * 0.7), SECOND / 2);
    assertThat(rate.freeAtNanos()).isBetween(SECOND * 17 / 10, 2 * SECOND);
    rate.sent((int) (MIB * 0.7), 10 * SECOND);
    assertThat(rate.freeAtNanos()).as("what was not used is lost").isGreaterThan(10 * SECOND);
  }

  /**
   * A shard of 1 MiB a second to which 600 KiB a second are offered; at 5 s a burst of 3 MB, and
   * the shard takes nothing for 0.8 s. With a decrease an entry, 64 KiB a second were stored for
   * ever.
   */
  @Test
  void burstAndThrottling_areOverSoon_andAllThatIsOfferedIsStored() {
    List<Integer> storedKibibytes = simulate(60, 600 << 10);
    List<Integer> late = storedKibibytes.subList(20, 60);
    assertThat(late.stream().mapToInt(i -> i).average().orElse(0)).isGreaterThan(600 * 0.9);
  }

  /** What a shard stored in each second, in KiB, of entries of 64 KiB. */
  private List<Integer> simulate(int seconds, int offeredPerSecond) {
    int entryBytes = 64 << 10;
    List<Integer> stored = new ArrayList<>();
    Deque<long[]> answers = new ArrayDeque<>(); // when sent, due, and whether throttled
    double bucket = MIB;
    double backlog = 0;
    int storedNow = 0;
    long step = SECOND / 100;
    for (long now = 0; now < seconds * SECOND; now += step) {
      bucket = Math.min(MIB, bucket + MIB / 100);
      backlog += offeredPerSecond / 100.0 + (now == 5 * SECOND ? 3_000_000 : 0);
      boolean isAway = now >= 5 * SECOND && now < 5 * SECOND + SECOND * 8 / 10;
      while (!answers.isEmpty() && answers.peek()[1] <= now) {
        long[] answer = answers.poll();
        if (answer[2] == 1) {
          rate.throttled(answer[0], now);
          backlog += entryBytes;
        } else {
          rate.accepted(entryBytes, now);
        }
      }
      for (int sent = 0; backlog >= entryBytes && rate.freeAtNanos() <= now && sent < 20; sent++) {
        boolean isThrottled = isAway || bucket < entryBytes;
        bucket -= isThrottled ? 0 : entryBytes;
        storedNow += isThrottled ? 0 : entryBytes;
        backlog -= entryBytes;
        rate.sent(entryBytes, now);
        answers.add(new long[] {now, now + ROUND_TRIP, isThrottled ? 1 : 0});
      }
      if ((now + step) % SECOND == 0) {
        stored.add(storedNow >> 10);
        storedNow = 0;
      }
    }
    assertThat(backlog).as("what is left at the end").isLessThan(4 * entryBytes);
    return stored;
  }
}
