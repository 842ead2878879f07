// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.detect.AlertChange.Closed;
import io.github.kinesisetl.core.detect.AlertChange.Raised;
import io.github.kinesisetl.core.detect.Score.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTrackerTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void observe_anomaliesCloseTogether_raisesOneAlert() {
    AlertTracker tracker = AlertTracker.of(AlertPolicy.defaults());

    assertThat(tracker.observe(anomaly(0, 0.6))).singleElement().isInstanceOf(Raised.class);
    assertThat(tracker.observe(anomaly(11, 0.9))).isEmpty();
    assertThat(tracker.observe(normal(12))).isEmpty();
    assertThat(tracker.observe(anomaly(20, 0.7))).isEmpty();

    assertThat(tracker.openAlert())
        .hasValueSatisfying(alert -> {
          assertThat(alert.start()).isEqualTo(hour(0));
          assertThat(alert.latest()).isEqualTo(hour(20));
          assertThat(alert.anomalies()).isEqualTo(3);
          assertThat(alert.peak().time()).isEqualTo(hour(11));
        });
  }

  @Test
  void observe_afterTheQuietTime_closesAndMayRaiseAgain() {
    AlertTracker tracker = AlertTracker.of(AlertPolicy.defaults());
    tracker.observe(anomaly(0, 0.6));

    List<AlertChange> changes = tracker.observe(anomaly(13, 0.8));

    assertThat(changes).hasSize(2);
    assertThat(changes.get(0)).isInstanceOf(Closed.class);
    assertThat(changes.get(1)).isInstanceOf(Raised.class);
    assertThat(tracker.observe(normal(26))).singleElement().isInstanceOf(Closed.class);
    assertThat(tracker.openAlert()).isEmpty();
  }

  @Test
  void observe_whenThePolicyWantsThree_raisesAtTheThird() {
    AlertTracker tracker = AlertTracker.of(new AlertPolicy(Duration.ofHours(2), 3));

    assertThat(tracker.observe(anomaly(0, 0.6))).isEmpty();
    assertThat(tracker.observe(anomaly(1, 0.6))).isEmpty();
    assertThat(tracker.openAlert()).isEmpty();
    assertThat(tracker.observe(anomaly(2, 0.6))).singleElement().isInstanceOf(Raised.class);
  }

  @Test
  void observe_anIgnoredScore_changesNothing() {
    AlertTracker tracker = AlertTracker.of(AlertPolicy.defaults());
    tracker.observe(anomaly(0, 0.6));
    byte[] before = tracker.state();

    assertThat(tracker.observe(score(99, Verdict.IGNORED_NOT_NEWER, 0))).isEmpty();
    assertThat(tracker.state()).isEqualTo(before);
  }

  @Test
  void restore_withAnOpenAlert_goesOn() {
    AlertTracker tracker = AlertTracker.of(AlertPolicy.defaults());
    tracker.observe(anomaly(0, 0.6));
    tracker.observe(anomaly(1, 0.9));

    AlertTracker restored = AlertTracker.restore(tracker.state());

    assertThat(restored.openAlert()).isEqualTo(tracker.openAlert());
    assertThat(restored.observe(anomaly(30, 0.8))).isEqualTo(tracker.observe(anomaly(30, 0.8)));
  }

  @Test
  void restore_fromAnUnknownVersion_isRefused() {
    byte[] state = AlertTracker.of(AlertPolicy.defaults()).state();
    state[1] = 7;

    assertThatThrownBy(() -> AlertTracker.restore(state))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("version 7");
  }

  private static Score anomaly(int hour, double score) {
    return score(hour, Verdict.POINT_ANOMALY, score);
  }

  private static Score normal(int hour) {
    return score(hour, Verdict.NORMAL, 0.1);
  }

  private static Score score(int hour, Verdict verdict, double score) {
    return new Score(hour(hour), verdict, score, 0, List.of(new Reading(9, 5, 4, 6)));
  }

  private static Instant hour(int hour) {
    return START.plus(Duration.ofHours(hour));
  }
}
