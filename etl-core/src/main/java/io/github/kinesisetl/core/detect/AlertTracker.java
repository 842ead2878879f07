// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.detect.Score.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups one series' anomalies into alerts. It knows no time but that of the scores, so an episode
 * closes at the first score after its quiet time. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AlertTracker {
  private static final int KIND = 'A';
  private static final int VERSION = 1;

  private final AlertPolicy policy;
  private @Nullable Alert open;

  private AlertTracker(AlertPolicy policy) {
    this.policy = policy;
  }

  /**
   * A tracker that has seen nothing yet.
   *
   * @param policy when to raise and when to close
   * @return the tracker
   */
  public static AlertTracker of(AlertPolicy policy) {
    return new AlertTracker(requireNonNull(policy, "policy"));
  }

  /**
   * A tracker that goes on where {@link #state()} was taken.
   *
   * @param state the bytes, policy included
   * @return the tracker
   * @throws StateFormatException if the bytes are no state, or of a version unknown here
   */
  public static AlertTracker restore(byte[] state) {
    var reader = new StateReader(state);
    int kind = reader.nextByte();
    if (kind != KIND) {
      throw new StateFormatException("state is of kind %d, not of a tracker".formatted(kind));
    }
    reader.requireVersion("tracker", VERSION);
    reader.requireSeal();
    try {
      var policy = new AlertPolicy(Duration.ofMillis(reader.nextLong()), reader.nextInt());
      var tracker = new AlertTracker(policy);
      if (reader.nextByte() == 1) {
        tracker.open = readAlert(reader);
      }
      reader.requireEnd();
      return tracker;
    } catch (IllegalArgumentException e) {
      throw new StateFormatException("state holds values out of range: " + e.getMessage());
    }
  }

  /**
   * Takes the next score in.
   *
   * @param score a score of this series, in the order of time
   * @return what happened: nothing, an alert closed, an alert raised, or the two in this order
   */
  public List<AlertChange> observe(Score score) {
    if (score.verdict().isIgnored()) {
      return List.of();
    }
    var changes = new ArrayList<AlertChange>(2);
    Alert current = open;
    if (current != null && isOver(current, score.time())) {
      if (isRaised(current)) {
        changes.add(new AlertChange.Closed(current));
      }
      current = null;
    }
    if (score.verdict().isAnomaly()) {
      current = current == null ? Alert.startedBy(score) : current.with(score);
      if (current.anomalies() == policy.fewestAnomalies()) {
        changes.add(new AlertChange.Raised(current));
      }
    }
    open = current;
    return List.copyOf(changes);
  }

  /**
   * The alert that was raised and is not over.
   *
   * @return the alert as it stands, or empty
   */
  public Optional<Alert> openAlert() {
    return Optional.ofNullable(open).filter(this::isRaised);
  }

  /**
   * Everything known of the open episode, as bytes that {@link #restore} reads.
   *
   * @return a new array of about 100 bytes
   */
  public byte[] state() {
    var writer = new StateWriter().putByte(KIND).putByte(VERSION);
    writer.putLong(policy.quietTime().toMillis()).putInt(policy.fewestAnomalies());
    Alert current = open;
    writer.putByte(current == null ? 0 : 1);
    if (current != null) {
      writer.putLong(current.start().toEpochMilli()).putLong(current.latest().toEpochMilli());
      writer.putLong(current.anomalies());
      writeScore(writer, current.peak());
    }
    return writer.toSealedArray();
  }

  private boolean isOver(Alert alert, Instant time) {
    return Duration.between(alert.latest(), time).compareTo(policy.quietTime()) > 0;
  }

  private boolean isRaised(Alert alert) {
    return alert.anomalies() >= policy.fewestAnomalies();
  }

  private static void writeScore(StateWriter writer, Score score) {
    Reading reading = score.reading();
    writer
        .putLong(score.time().toEpochMilli())
        .putByte(score.verdict() == Verdict.POINT_ANOMALY ? 1 : 0);
    writer.putDouble(score.score()).putDouble(reading.observed()).putDouble(reading.expected());
    writer.putDouble(reading.lower()).putDouble(reading.upper());
  }

  private static Alert readAlert(StateReader reader) {
    Instant start = Instant.ofEpochMilli(reader.nextLong());
    Instant latest = Instant.ofEpochMilli(reader.nextLong());
    return new Alert(start, latest, reader.nextLong(), readScore(reader));
  }

  private static Score readScore(StateReader reader) {
    Instant time = Instant.ofEpochMilli(reader.nextLong());
    boolean isPoint = reader.nextByte() == 1;
    double score = reader.nextDouble();
    double observed = reader.nextDouble();
    double expected = reader.nextDouble();
    Verdict verdict = isPoint ? Verdict.POINT_ANOMALY : Verdict.SUSTAINED_ANOMALY;
    var reading = new Reading(observed, expected, reader.nextDouble(), reader.nextDouble());
    return new Score(time, verdict, score, 0, List.of(reading));
  }
}
