// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One episode: anomalies that follow each other closely. Immutable.
 *
 * @param start the time of its first anomaly
 * @param latest the time of its latest anomaly
 * @param anomalies how many values were anomalies, at least 1
 * @param peak the score of its gravest anomaly; its reading says what was observed and expected
 * @since 0.1.0
 */
public record Alert(Instant start, Instant latest, long anomalies, Score peak) {
  /** Checks order and count. */
  public Alert {
    requireNonNull(peak, "peak");
    if (latest.isBefore(start)) {
      throw new IllegalArgumentException(
          "latest must not be before start, but is %s before %s".formatted(latest, start));
    }
    if (anomalies < 1) {
      throw new IllegalArgumentException("anomalies must be 1 or more, but is " + anomalies);
    }
  }

  static Alert startedBy(Score score) {
    return new Alert(score.time(), score.time(), 1, score);
  }

  Alert with(Score score) {
    Score gravest = score.grade() > peak.grade() ? score : peak;
    return new Alert(start, score.time(), anomalies + 1, gravest);
  }
}
