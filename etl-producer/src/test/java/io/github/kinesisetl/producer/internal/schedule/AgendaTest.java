// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.producer.internal.schedule.Agenda.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgendaTest {

  private static final int MEMBERS = 40;
  private static final int STEPS = 4_000;

  private final Agenda<Integer> agenda = new Agenda<>();
  private final List<Place<Integer>> places =
      IntStream.range(0, MEMBERS).mapToObj(Place::new).toList();
  private final Map<Integer, Integer> ready = new LinkedHashMap<>(); // a model: bytes
  private final Map<Integer, Long> later = new TreeMap<>(); // a model: when

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  /** A queue and a map do the same, by walks. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agenda_anySteps_isWhatItsModelIs(long seed) {
    var random = new Random(seed);
    long now = 0;
    for (int step = 0; step < STEPS; step++) {
      int member = random.nextInt(MEMBERS);
      switch (random.nextInt(6)) {
        case 0, 1 -> ready(member, random.nextInt(100));
        case 2 -> later(member, now + random.nextInt(30));
        case 3 -> drop(member);
        case 4 -> toEnd(member);
        default -> pollDue(now++);
      }
      assertThat(readyInTurn()).containsExactlyElementsOf(ready.keySet());
      assertThat(agenda.size()).isEqualTo(ready.size());
      assertThat(agenda.count(Urgency.EAGER)).isEqualTo(ready.size());
      assertThat(agenda.readyBytes()).isEqualTo(ready.values().stream().mapToInt(i -> i).sum());
      assertThat(agenda.nextNanos())
          .isEqualTo(later.values().stream().mapToLong(i -> i).min().orElse(Turns.NEVER));
    }
  }

  @Test
  void add_whatStandsInAQueueAlready_isADefect() {
    var queue = new LinkedQueue<Place<Integer>>();
    queue.addLast(places.get(0));
    assertThatIllegalStateException().isThrownBy(() -> queue.addLast(places.get(0)));
    assertThat(new LinkedQueue<Place<Integer>>().remove(places.get(0))).isFalse();
  }

  private void ready(int member, int bytes) {
    agenda.ready(places.get(member), Urgency.EAGER, bytes, 0);
    later.remove(member);
    ready.put(member, bytes);
  }

  private void later(int member, long nanos) {
    agenda.later(places.get(member), nanos);
    ready.remove(member);
    later.put(member, nanos);
  }

  private void drop(int member) {
    agenda.drop(places.get(member));
    ready.remove(member);
    later.remove(member);
  }

  private void toEnd(int member) {
    agenda.toEnd(places.get(member));
    Integer bytes = ready.remove(member);
    if (bytes != null) {
      ready.put(member, bytes);
    }
  }

  private void pollDue(long now) {
    Place<Integer> due = agenda.pollDue(now);
    if (due == null) {
      assertThat(later.values()).allMatch(nanos -> nanos > now);
    } else {
      long nanos = requireNonNull(later.remove(due.member()));
      assertThat(nanos).isLessThanOrEqualTo(now);
      assertThat(later.values()).allMatch(other -> other >= nanos);
    }
  }

  private List<Integer> readyInTurn() {
    List<Integer> all = new ArrayList<>();
    for (var place = agenda.first(); place != null; place = agenda.after(place)) {
      all.add(place.member());
    }
    return all;
  }
}
