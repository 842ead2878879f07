// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * What is usual in each slot of a season: a mean a slot whose steps are clipped, so that one
 * outlier moves it no further than an ordinary surprise (Huber's bounded influence).
 */
final class SeasonalProfile {
  private final long periodMillis;
  private final long slotMillis;
  private final double samplesPerSlot;
  private final double slowestStep;
  private final float[] levels;
  private final float[] counts;

  /**
   * @param slowestStep the share of a cycle's surprise that a long-known slot takes over
   */
  SeasonalProfile(long periodMillis, long slotMillis, long intervalMillis, double slowestStep) {
    this.periodMillis = periodMillis;
    this.slotMillis = slotMillis;
    this.samplesPerSlot = Math.max(1, (double) slotMillis / intervalMillis);
    this.slowestStep = slowestStep;
    int slots = Math.toIntExact(periodMillis / slotMillis);
    this.levels = new float[slots];
    this.counts = new float[slots];
  }

  /** How many whole cycles the slot at this time has seen, as a fraction. */
  double cycles(long time) {
    return counts[slot(time)] / samplesPerSlot;
  }

  /** The usual value, interpolated between the middles of slots that hold several samples. */
  double at(long time) {
    if (samplesPerSlot < 2) {
      return levels[slot(time)];
    }
    long phase = Math.floorMod(time, periodMillis);
    double position = (double) phase / slotMillis - 0.5;
    int left = (int) Math.floor(position);
    double share = position - left;
    return (1 - share) * levelNear(left, time) + share * levelNear(left + 1, time);
  }

  void learn(long time, double value, double clip) {
    int slot = slot(time);
    if (counts[slot] == 0) {
      levels[slot] = (float) value;
    } else {
      double step = Math.max(1 / (counts[slot] + 1), slowestStep / samplesPerSlot);
      double surprise = value - levels[slot];
      levels[slot] += (float) (step * Math.max(-clip, Math.min(clip, surprise)));
    }
    counts[slot] = (float) Math.min(counts[slot] + 1, 1e6);
  }

  private double levelNear(int slot, long time) {
    int near = Math.floorMod(slot, levels.length);
    return counts[near] > 0 ? levels[near] : levels[slot(time)];
  }

  private int slot(long time) {
    return (int) (Math.floorMod(time, periodMillis) / slotMillis);
  }

  void write(StateWriter writer) {
    writer.putFloats(levels).putFloats(counts);
  }

  void read(StateReader reader) {
    reader.nextFloats(levels);
    reader.nextFloats(counts);
  }
}
