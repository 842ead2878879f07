// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static io.github.kinesisetl.engine.HourlyPoints.hours;
import static io.github.kinesisetl.engine.HourlyPoints.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.store.DetectorState;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An instance is an engine here: it is thrown away, or takes turns with another. */
class StoredSeriesTest extends StoredSeriesRig {

  @Test
  void handlerThatIsMadeAnewEveryDay_raisesTheAlertsOfOneThatLives() throws Exception {
    playDaily(() -> handler(detectors(store, ALL, 10)));

    assertThat(raised()).containsExactly("s@2026-02-20T12:00:00Z");
    assertThat(sink.items()).isEqualTo(alertsOfOneThatLives());
    assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(HOURS));
    assertThat(metrics.total(MetricNames.DETECTOR_SAVES)).isEqualTo(60);
    assertThat(metrics.total(MetricNames.DETECTOR_LOADS)).isEqualTo(60);
    assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isZero();
  }

  @Test
  void handlerThatIsMadeAnewEveryDayWithoutStore_raisesNothing() throws Exception {
    playDaily(() -> handler(SeriesDetectors.inMemory(keyed(10))));

    assertThat(sink.items()).isEmpty();
  }

  @Test
  void twoHandlersThatTakeTurns_raiseAndLearnWhatOneWouldHave() throws Exception {
    try (var one = handler(detectors(store, ALL, 10));
        var other = handler(detectors(store, ALL, 10))) {
      for (int hour = 0; hour < HOURS; hour += 4) {
        SeriesEngine handler = hour % 8 == 0 ? one : other;
        assertThat(invoke(handler, hours("s", hour, hour + 4, SPIKE_HOUR))).isEmpty();
      }
    }
    assertThat(sink.items()).isEqualTo(alertsOfOneThatLives());
    assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(HOURS));
    assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isZero();
  }

  @Test
  void save_afterAnotherInstanceWentOn_givesWayAndGoesOnFromThere() throws Exception {
    warmUp(store, "s", 100);
    try (var slow = handler(detectors(store, ALL, 10));
        var other = handler(detectors(store, ALL, 10))) {
      store.beforeNextSave(() -> invokeAll(other, hours("s", 100, 110, NEVER)));
      assertThat(invoke(slow, hours("s", 100, 104, NEVER))).isEmpty();
      assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isEqualTo(1);
      assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(110));

      assertThat(invoke(slow, hours("s", 104, 120, NEVER))).isEmpty();
      assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(120));
      assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isEqualTo(1);
    }
  }

  @Test
  void lookUp_ofUnsavedLearningThatAnotherInstanceOvertook_givesWay() throws Exception {
    warmUp(store, "s", 100);
    try (var handler = handler(detectors(store, ALL, 10))) {
      store.failSaves(true);
      assertThat(invoke(handler, hours("s", 100, 104, NEVER))).isEmpty();
      store.failSaves(false);
      warmUp(store, "s", 110);
      assertThat(invoke(handler, hours("s", 110, 111, NEVER))).isEmpty();
    }
    assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isEqualTo(1);
    assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(111));
  }

  @Test
  void lookUp_whileTheStoreIsDown_failsFromThatPointOnAndLearnsNothingAnew() throws Exception {
    warmUp(store, "s", 100);
    try (var handler = handler(detectors(store, ALL, 10))) {
      store.failLoadsOf("s");
      var batch = new Batches().record("t", point("t", 100, NEVER));
      IntStream.range(100, 105).forEach(hour -> batch.record("s", point("s", hour, NEVER)));
      assertThat(invoke(handler, batch)).containsExactly(Batches.sequenceNumber(1));
      assertThat(metrics.total(MetricNames.FAILURES_TRANSIENT)).isEqualTo(1);
      assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(100));

      store.failLoadsOf("nobody");
      assertThat(invoke(handler, batch)).isEmpty();
      assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(105));
    }
    assertThat(deadLetters.items()).isEmpty();
  }

  @Test
  void save_whileTheStoreIsDown_isTriedOnceAnInvocationAndMadeUpForLater() throws Exception {
    try (var handler = handler(detectors(store, ALL, 10))) {
      store.failSaves(true);
      for (int hour = 0; hour < 3; hour++) {
        assertThat(invoke(handler, hourOf(5, hour))).isEmpty();
        assertThat(store.takeSaves()).hasSize(1);
      }
      assertThat(metrics.total(MetricNames.DETECTOR_SAVES)).isZero();
      store.failSaves(false);
      assertThat(invoke(handler, hourOf(1, 3))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s0", "s1", "s2", "s3", "s4");
    }
  }

  @Test
  void alertThatIsUnwrittenWhenTheInstanceDies_isRaisedByTheNextUnderItsId() throws Exception {
    warmUp(store, "s", SPIKE_HOUR);
    DetectorState before = store.stored("s");
    try (var dies = handler(detectors(store, ALL, 10))) {
      sink.failNext(2, 0);
      Batches batch = hours("s", SPIKE_HOUR - 2, SPIKE_HOUR + 3, SPIKE_HOUR);
      assertThat(invoke(dies, batch)).containsExactly(Batches.sequenceNumber(2));
      Batches again = hours("s", SPIKE_HOUR, SPIKE_HOUR + 3, SPIKE_HOUR);
      assertThat(invoke(dies, again)).containsExactly(Batches.sequenceNumber(0));
      assertThat(store.stored("s").version()).isEqualTo(before.version());
      assertThat(raised()).isEmpty();
    }
    try (var next = handler(detectors(store, ALL, 10))) {
      assertThat(invoke(next, hours("s", SPIKE_HOUR, SPIKE_HOUR + 3, SPIKE_HOUR))).isEmpty();
    }
    assertThat(raised()).containsExactly("s@2026-02-20T12:00:00Z");
    assertThat(store.stored("s").version()).isGreaterThan(before.version());
  }

  @Test
  void alertOfAnEntryThatIsGivenUpInItsMiddle_isWrittenOnce() throws Exception {
    warmUp(store, "s", SPIKE_HOUR);
    try (var handler = handler(detectors(store, ALL, 10))) {
      store.failLoadsOf("t");
      byte[] aggregate =
          Batches.aggregate(
              null, point("s", SPIKE_HOUR, SPIKE_HOUR), point("t", SPIKE_HOUR, NEVER));
      var batch = new Batches().record("k", aggregate);
      assertThat(invoke(handler, batch)).containsExactly(Batches.sequenceNumber(0));
      store.failLoadsOf("nobody");
      assertThat(invoke(handler, batch)).isEmpty();
    }
    assertThat(raised()).containsExactly("s@2026-02-20T12:00:00Z");
  }

  @Test
  void moreSeriesThanAreHeld_raiseTheAlertsOfThoseThatLive() throws Exception {
    try (var handler = handler(detectors(store, ALL, 2))) {
      for (int hour = 0; hour < SPIKE_HOUR + 24; hour += 6) {
        var batch = new Batches();
        for (int i = 0; i < 30; i++) {
          String series = "s" + i % 5;
          batch.record(series, point(series, hour + i / 5, SPIKE_HOUR));
        }
        assertThat(invoke(handler, batch)).isEmpty();
      }
    }
    assertThat(raised())
        .extracting(id -> id.substring(0, 2))
        .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4");
    assertThat(sink.items()).hasSize(10); // each is closed, too
    assertThat(metrics.total(MetricNames.DETECTORS_LOST)).isZero();
  }

  @Test
  void seriesThatMakesRoomWhileItsAlertCannotBeWritten_isNotSaved() throws Exception {
    warmUp(store, "s", SPIKE_HOUR);
    DetectorState before = store.stored("s");
    try (var handler = handler(detectors(store, ALL, 1))) {
      var batch =
          new Batches()
              .record("s", point("s", SPIKE_HOUR, SPIKE_HOUR))
              .record("t", point("t", SPIKE_HOUR, NEVER));
      sink.failNext(2, 0);
      assertThat(invoke(handler, batch)).containsExactly(Batches.sequenceNumber(0));
      assertThat(metrics.total(MetricNames.DETECTORS_LOST)).isEqualTo(1);
      assertThat(store.stored("s").version()).isEqualTo(before.version());
      assertThat(invoke(handler, batch)).isEmpty();
    }
    assertThat(raised()).containsExactly("s@2026-02-20T12:00:00Z");
  }

  @Test
  void seriesThatMakeRoomBeyondTheSavesOfAnInvocation_areCountedAsLost() throws Exception {
    try (var handler = handler(detectors(store, 3, 2))) {
      assertThat(invoke(handler, hourOf(10, 0))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s0", "s1", "s2");
      assertThat(metrics.total(MetricNames.DETECTORS_LOST)).isEqualTo(5);
      assertThat(invoke(handler, hourOf(1, 1))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s8", "s9", "s0");
    }
  }

  @Test
  void saves_beyondTheBound_followLaterWithThoseThatWaitForLongestFirst() throws Exception {
    try (var handler = handler(detectors(store, 2, 10))) {
      assertThat(invoke(handler, hourOf(5, 0))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s0", "s1");
      assertThat(invoke(handler, hourOf(1, 1))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s2", "s3");
      assertThat(invoke(handler, hourOf(1, 2))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s4", "s0");
      assertThat(invoke(handler, hourOf(1, 2))).isEmpty();
      assertThat(store.takeSaves()).isEmpty();
    }
  }

  @Test
  void saves_whereAnAlertBegan_goFirst() throws Exception {
    warmUp(store, "s4", SPIKE_HOUR);
    store.takeSaves();
    try (var handler = handler(detectors(store, 1, 10))) {
      var batch = new Batches();
      for (int i = 0; i < 6; i++) {
        batch.record("s" + i, point("s" + i, SPIKE_HOUR, SPIKE_HOUR));
      }
      assertThat(invoke(handler, batch)).isEmpty();
    }
    assertThat(raised()).hasSize(1);
    assertThat(store.takeSaves()).containsExactly("s4");
  }

  @Test
  void saves_whenTheTimeIsNearlyOver_areLeftForLater() throws Exception {
    try (var handler = handler(detectors(store, ALL, 10))) {
      var isLookedUp = new boolean[1];
      IntSupplier remainingMillis =
          () -> {
            isLookedUp[0] |= !store.takeLoads().isEmpty();
            return isLookedUp[0] ? 100 : 9_000;
          };
      assertThat(handler.run(hours("s", 0, 1, NEVER), remainingMillis)).isEmpty();
      assertThat(store.takeSaves()).isEmpty();
      assertThat(invoke(handler, hours("t", 0, 1, NEVER))).isEmpty();
      assertThat(store.takeSaves()).containsExactly("s", "t");
    }
  }

  @Test
  void stateThatCannotBeRead_isBegunAnewAndReplaced() throws Exception {
    warmUp(store, "s", 50);
    byte[] damaged = store.stored("s").bytes().clone();
    damaged[damaged.length / 2] ^= 1;
    assertThat(store.save("s", damaged, store.stored("s").version())).isNotNull();
    try (var handler = handler(detectors(store, ALL, 10))) {
      assertThat(invoke(handler, hours("s", 0, 60, NEVER))).isEmpty();
    }
    assertThat(metrics.total(MetricNames.DETECTORS_UNREADABLE)).isEqualTo(1);
    assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(60));
  }

  @Test
  void stateThatCannotBeReadOfASeriesThatIsHeld_isNotMixedWithWhatIsHeld() throws Exception {
    try (var handler = handler(detectors(store, ALL, 10))) {
      assertThat(invoke(handler, hours("s", 0, 50, NEVER))).isEmpty();
      assertThat(store.save("s", new byte[9], store.stored("s").version())).isNotNull();
      assertThat(invoke(handler, hours("s", 100, 110, NEVER))).isEmpty();
    }
    assertThat(metrics.total(MetricNames.DETECTORS_UNREADABLE)).isEqualTo(1);
    assertThat(store.stored("s").bytes()).isEqualTo(stateOfOneThatLives(100, 110));
  }

  @Test
  void lookUps_ofWhatWasSeenTogether_areMadeTogether() throws Exception {
    try (var handler = handler(detectors(store, ALL, 1_000))) {
      assertThat(invoke(handler, hourOf(250, 0))).isEmpty();
      assertThat(store.takeLoads()).hasSize(250);
      store.failLoadsOf("s0"); // what fails is asked for again, and together
      assertThat(invoke(handler, hourOf(250, 1))).containsExactly(Batches.sequenceNumber(0));
      assertThat(store.takeLoads()).hasSize(1);
      store.failLoadsOf("nobody");
      assertThat(invoke(handler, hourOf(250, 1))).isEmpty();
      List<Set<String>> loads = store.takeLoads();
      assertThat(loads).extracting(Set::size).containsExactly(100, 100, 50);
      assertThat(loads.stream().flatMap(Set::stream).distinct()).hasSize(250);
      assertThat(invoke(handler, hourOf(1, 2))).isEmpty();
      assertThat(store.takeLoads()).extracting(Set::size).containsExactly(100);
      assertThat(invoke(handler, hourOf(1, 3))).isEmpty();
      assertThat(store.takeLoads()).containsExactly(Set.of("s0"));
    }
  }

  @Test
  void lanes_withAStore_raiseTheAlertsOfEachSeries() throws Exception {
    for (int hour = 0; hour < SPIKE_HOUR + 24; hour += 24) {
      try (var handler = handler(detectors(store, ALL, 100), 4)) {
        var batch = new Batches();
        for (int i = 0; i < 8 * 24; i++) {
          String series = "s" + i % 8;
          batch.record(series, point(series, hour + i / 8, SPIKE_HOUR));
        }
        assertThat(invoke(handler, batch)).isEmpty();
      }
    }
    assertThat(raised()).hasSize(8).doesNotHaveDuplicates();
    assertThat(metrics.total(MetricNames.DETECTOR_CONFLICTS)).isZero();
  }

  @Test
  void storedIn_noSaves_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> detectors(store, 0, 1))
        .withMessage("maxSaves must be 1 or more, but is 0");
  }
}
