// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import io.github.kinesisetl.core.detect.Score.Reading;

/**
 * The learning part of {@link SeasonalDetector}, from the moment the sampling interval is known.
 *
 * <p>Three baselines compete (none, daily, weekly, each with a slowly following level), and the one
 * with the smallest recent loss says what is usual. Two channels then judge the difference: one for
 * single points, one for the mean of the last hours.
 */
final class SeasonalModel {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
  private static final long[] SLOT_HALF_HOURS = {1, 2, 4, 6, 8, 12, 16, 24, 48};

  private static final double LEVEL_DAYS = 3;
  private static final double LOSS_DAYS = 3;
  private static final double SPREAD_STEP = 0.1;
  private static final double PROFILE_STEP = 0.1;
  private static final double HISTORY_DAYS = 28;
  private static final double FEWEST_HISTORY_VALUES = 500;

  /**
   * While a season's first cycle is learned, nothing in it says what is usual, so a value counts as
   * at most so many deviations off the best baseline.
   */
  private static final double FIRST_CYCLE_CLIP = 100;

  /** Deviations below this are none: the series stood still so far, and nothing bounds a value. */
  private static final double NO_DEVIATION = 1e-12;

  /** A float counts to sixteen million. */
  private static final double MOST_HISTORY_VALUES = 1e6;

  private final long intervalMillis;
  private final double smallestChange;
  private final Baseline[] baselines;
  private final Spread spread;
  private final PointChannel points;
  private final SustainedChannel sustained;
  private final Magnitude magnitude = new Magnitude();
  private double count;

  SeasonalModel(long intervalMillis, double falseAlarmRate, double smallestChange) {
    this.intervalMillis = intervalMillis;
    this.smallestChange = smallestChange;
    long slot = slotMillis(intervalMillis);
    double memory =
        Math.max(
            FEWEST_HISTORY_VALUES,
            Math.min(MOST_HISTORY_VALUES, HISTORY_DAYS * DAY_MILLIS / (double) intervalMillis));
    this.baselines =
        new Baseline[] {
          Baseline.flat(LEVEL_DAYS * DAY_MILLIS, LOSS_DAYS * DAY_MILLIS),
          baseline(profile(DAY_MILLIS, PROFILE_STEP)),
          baseline(profile(7 * DAY_MILLIS, PROFILE_STEP))
        };
    this.spread = new Spread(profile(DAY_MILLIS, SPREAD_STEP), memory);
    var stepSpread = new Spread(profile(DAY_MILLIS, SPREAD_STEP), memory);
    this.points =
        new PointChannel(
            stepSpread,
            new RecurringSurprise(slot),
            TailThreshold.ofPoints(falseAlarmRate, memory));
    this.sustained =
        new SustainedChannel(
            Math.max(3 * HOUR_MILLIS, 4 * intervalMillis),
            TailThreshold.ofMeans(falseAlarmRate, memory));
  }

  private static Baseline baseline(SeasonalProfile profile) {
    return Baseline.seasonal(profile, LEVEL_DAYS * DAY_MILLIS, LOSS_DAYS * DAY_MILLIS);
  }

  private SeasonalProfile profile(long periodMillis, double slowestStep) {
    long slot = slotMillis(intervalMillis);
    return new SeasonalProfile(periodMillis, slot, intervalMillis, slowestStep);
  }

  /** The shortest slot from half an hour up that divides a day and holds a value. */
  static long slotMillis(long intervalMillis) {
    for (long halfHours : SLOT_HALF_HOURS) {
      if (halfHours * HOUR_MILLIS / 2 >= intervalMillis) {
        return halfHours * HOUR_MILLIS / 2;
      }
    }
    return DAY_MILLIS;
  }

  long intervalMillis() {
    return intervalMillis;
  }

  /**
   * Judges a value by what was learned before it, then learns it.
   *
   * @param time the value's local time in milliseconds
   * @param elapsedMillis the time since the value before, 0 for the first
   */
  Judgement judge(long time, double value, double elapsedMillis) {
    double share = Math.max(1 / (count + 1), intervalMillis / (7.0 * DAY_MILLIS));
    magnitude.learn(Math.abs(value), Math.min(1, share));
    count++;
    double floor = smallestChange * magnitude.size + 1e-30;
    double usual = usual(time, value);
    double deviation = Math.max(spread.at(time), floor);
    double error = value - usual;

    var moment = new Moment(time, elapsedMillis / intervalMillis, floor, share);
    var point = points.judge(moment, error, deviation);
    var mean = sustained.judge(error / deviation, elapsedMillis);

    spread.learn(time, error, floor);
    if (count <= 2) {
      baselines[0].learn(time, value, deviation, elapsedMillis); // which of the two is odd, it says
    } else {
      double bounded = bounded(value, usual, deviation);
      for (Baseline baseline : baselines) {
        baseline.learn(time, bounded, deviation, elapsedMillis);
      }
    }
    if (mean.ratio() > 1 && point.ratio() <= 1) {
      Reading reading = Reading.around(value, usual, mean.threshold() * deviation);
      return new Judgement(Verdict.SUSTAINED_ANOMALY, mean.ratio(), reading);
    }
    Reading reading = Reading.around(value, usual + point.expected(), point.threshold());
    Verdict verdict = point.ratio() > 1 ? Verdict.POINT_ANOMALY : Verdict.NORMAL;
    return new Judgement(verdict, Math.max(point.ratio(), mean.ratio()), reading);
  }

  private static double bounded(double value, double usual, double deviation) {
    double most = FIRST_CYCLE_CLIP * deviation;
    return deviation < NO_DEVIATION ? value : Math.max(usual - most, Math.min(usual + most, value));
  }

  private double usual(long time, double value) {
    Baseline best = baselines[0];
    for (Baseline baseline : baselines) {
      if (baseline.isReady(time) && baseline.loss() < best.loss()) {
        best = baseline;
      }
    }
    return best.isReady(time) ? best.at(time) : value;
  }

  void write(StateWriter writer) {
    for (Baseline baseline : baselines) {
      baseline.write(writer);
    }
    spread.write(writer);
    points.write(writer);
    sustained.write(writer);
    magnitude.write(writer);
    writer.putDouble(count);
  }

  /**
   * Takes a state over.
   *
   * @param version what wrote it: version 1 knew no values beyond the usual size
   */
  void read(StateReader reader, int version) {
    for (Baseline baseline : baselines) {
      baseline.read(reader);
    }
    spread.read(reader, version);
    points.read(reader, version);
    sustained.read(reader);
    magnitude.read(reader, version);
    count = reader.nextDouble();
  }

  /**
   * The usual size of values, of which one value makes little: a meter that says 2147483647 once
   * must not widen every band for weeks. Values far beyond the usual size count as only so large,
   * until they come so often that they are usual.
   */
  private static final class Magnitude {
    private static final double CLIP = 100;

    /** What share of the last values must lie beyond to be believed: twelve in a row do not. */
    private static final double BELIEVED = 0.03;

    private static final double SHARE_MEMORY = 1 / 400.0;

    private final Spread.FirstValues first = new Spread.FirstValues();
    private double size;
    private double beyond;

    void learn(double value, double share) {
      if (first.isOpen()) {
        size = first.mean(value);
        return;
      }
      boolean isBeyond = value > CLIP * size;
      boolean isBelieved = beyond >= BELIEVED;
      beyond += SHARE_MEMORY * ((isBeyond ? 1 : 0) - beyond);
      size += share * ((isBeyond && !isBelieved ? CLIP * size : value) - size);
    }

    void write(StateWriter writer) {
      writer.putDouble(size).putDouble(beyond);
      first.write(writer);
    }

    void read(StateReader reader, int version) {
      size = reader.nextDouble();
      beyond = version == 1 ? 0 : reader.nextDouble();
      first.read(reader, version);
    }
  }
}
