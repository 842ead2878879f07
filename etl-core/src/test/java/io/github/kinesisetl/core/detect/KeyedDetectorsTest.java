// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyedDetectorsTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void observe_beyondTheBound_dropsTheLeastRecentlyUsed() {
    KeyedDetectors keyed = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 2);
    keyed.observe("a", hour(0), 1);
    keyed.observe("b", hour(0), 1);
    keyed.observe("a", hour(1), 1);
    keyed.observe("c", hour(1), 1);

    assertThat(keyed.size()).isEqualTo(2);
    assertThat(keyed.evictions()).isEqualTo(1);
    assertThat(keyed.state("b")).isEmpty();
    assertThat(keyed.state("a")).isPresent();
  }

  @Test
  void restore_anywhere_scoresAsBefore() {
    KeyedDetectors one = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 9);
    for (int i = 0; i < 300; i++) {
      one.observe("a", hour(i), i % 24);
    }
    KeyedDetectors other = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 9);
    other.restore("a", one.state("a").orElseThrow());

    assertThat(other.observe("a", hour(300), 99)).isEqualTo(one.observe("a", hour(300), 99));
    assertThatThrownBy(() -> other.restore("a", new byte[3]))
        .isInstanceOf(StateFormatException.class);
  }

  @Test
  void state_ofTheLeastRecentlyUsed_doesNotSaveItFromBeingDropped() {
    KeyedDetectors keyed = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 2);
    keyed.observe("a", hour(0), 1);
    keyed.observe("b", hour(0), 1);
    assertThat(keyed.state("a")).isPresent();
    keyed.observe("c", hour(0), 1);

    assertThat(keyed.state("a")).isEmpty();
    assertThat(keyed.state("b")).isPresent();
  }

  @Test
  void beforeEviction_ofEachWayToDropForTheBound_canStillHaveTheState() {
    KeyedDetectors keyed = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 1);
    Map<String, Optional<byte[]>> last = new HashMap<>();
    keyed.beforeEviction(key -> last.put(key, keyed.state(key)));
    keyed.observe("a", hour(0), 1);
    keyed.observe("a", hour(1), 2);
    byte[] learned = keyed.state("a").orElseThrow();
    keyed.observe("b", hour(1), 3);
    keyed.restore("a", learned);

    assertThat(last).containsOnlyKeys("a", "b");
    assertThat(last.get("a")).hasValueSatisfying(state -> assertThat(state).isEqualTo(learned));
    assertThat(keyed.size()).isEqualTo(keyed.maxKeys()).isEqualTo(1);
    assertThat(keyed.evictions()).isEqualTo(2);
  }

  @Test
  void drop_aKey_startsItAnewAndIsNoEviction() {
    KeyedDetectors keyed = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 2);
    keyed.observe("a", hour(0), 1);
    byte[] fresh = keyed.state("a").orElseThrow();
    keyed.observe("a", hour(1), 2);
    keyed.drop("a");
    keyed.drop("never held");

    assertThat(keyed.state("a")).isEmpty();
    assertThat(keyed.evictions()).isZero();
    keyed.observe("a", hour(0), 1);
    assertThat(keyed.state("a")).hasValueSatisfying(state -> assertThat(state).isEqualTo(fresh));
  }

  @Test
  void observe_whatIsIgnored_leavesTheStateAsItWas() {
    KeyedDetectors keyed = KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 2);
    for (int i = 0; i < 100; i++) {
      keyed.observe("a", hour(i), i % 24);
    }
    byte[] before = keyed.state("a").orElseThrow();

    assertThat(keyed.observe("a", hour(50), 9).score().verdict().isIgnored()).isTrue();
    assertThat(keyed.observe("a", hour(101), Double.NaN).score().verdict().isIgnored()).isTrue();
    assertThat(keyed.state("a")).hasValueSatisfying(state -> assertThat(state).isEqualTo(before));
  }

  private static Instant hour(int hour) {
    return START.plus(Duration.ofHours(hour));
  }
}
