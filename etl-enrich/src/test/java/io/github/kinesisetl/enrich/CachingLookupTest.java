// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.core.enrich.LookupResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachingLookupTest {

  @Test
  void find_whileTheSourceFails_answersWithOldValuesForAWhile() {
    var now = new AtomicLong();
    var calls = new AtomicInteger();
    Lookup<String, String> source =
        (key, deadline) ->
            calls.incrementAndGet() == 1
                ? new LookupResult.Found<>("old", "1")
                : new LookupResult.Unavailable<>("down");
    var policy = new CachePolicy(10, Duration.ofSeconds(10), Duration.ofSeconds(50));
    Lookup<String, String> cached = CachingLookup.of(source, policy, now::get);

    assertThat(cached.find("k", Deadline.none())).isEqualTo(new LookupResult.Found<>("old", "1"));
    now.set(Duration.ofSeconds(9).toNanos());
    assertThat(cached.find("k", Deadline.none())).isInstanceOf(LookupResult.Found.class);
    assertThat(calls).hasValue(1);
    now.set(Duration.ofSeconds(59).toNanos());
    assertThat(cached.find("k", Deadline.none())).isInstanceOf(LookupResult.Found.class);
    assertThat(calls).hasValue(2);
    now.set(Duration.ofSeconds(61).toNanos());
    assertThat(cached.find("k", Deadline.none())).isEqualTo(new LookupResult.Unavailable<>("down"));
  }

  @Test
  void find_ofMoreKeysThanFit_keepsToTheBound() {
    var calls = new AtomicInteger();
    Lookup<Integer, String> source =
        (key, deadline) -> {
          calls.incrementAndGet();
          return new LookupResult.Absent<>("1");
        };
    var policy = new CachePolicy(2, Duration.ofDays(1), Duration.ZERO);
    Lookup<Integer, String> cached = CachingLookup.of(source, policy, () -> 0);

    for (int key = 0; key < 100; key++) {
      cached.find(key, Deadline.none());
    }
    int first = calls.getAndSet(0);
    for (int key = 0; key < 100; key++) {
      cached.find(key, Deadline.none());
    }

    assertThat(first).isEqualTo(100);
    assertThat(calls.get()).isBetween(98, 100);
  }

  @Test
  void policy_outOfRange_saysWhatIsAllowed() {
    assertThatThrownBy(() -> new CachePolicy(0, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("1 or more");
    assertThatThrownBy(() -> new CachePolicy(1, Duration.ofNanos(-1), Duration.ZERO))
        .hasMessageContaining("0 or more");
  }
}
