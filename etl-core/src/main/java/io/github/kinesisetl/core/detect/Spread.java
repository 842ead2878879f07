// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * How far values usually lie from what is expected, by slot of the day, as the standard deviation
 * of a normal distribution with the same mean absolute deviation.
 */
final class Spread {
  private static final double NORMAL = Math.sqrt(Math.PI / 2);
  private static final double CLIP = 4;

  /** So many cycles a slot must see until its own spread counts as much as that of all slots. */
  private static final double SHRINKAGE = 10;

  /** When most values lie far out, this is the new normal, and is learned so much faster. */
  private static final double URGENCY = 28;

  private final SeasonalProfile slots;
  private final double slowestStep;
  private double all;
  private double beyond;
  private double count;

  Spread(SeasonalProfile slots, double memory) {
    this.slots = slots;
    this.slowestStep = 1 / memory;
  }

  double at(long time) {
    double own = slots.cycles(time);
    return NORMAL * (own * Math.abs(slots.at(time)) + SHRINKAGE * all) / (own + SHRINKAGE);
  }

  /**
   * @param floor the smallest spread that is believed; without it a series that stood still could
   *     never widen its band
   */
  void learn(long time, double residual, double floor) {
    double size = Math.abs(residual);
    double clip = count < 16 ? Double.MAX_VALUE : CLIP * Math.max(floor, at(time)) / NORMAL;
    beyond += Math.max(1 / (count + 1), URGENCY * slowestStep) * ((size > clip ? 1 : 0) - beyond);
    double step = slowestStep * (1 + URGENCY * beyond);
    all += Math.max(1 / (count + 1), step) * (Math.min(size, clip) - all);
    count = Math.min(count + 1, 1e9);
    slots.learn(time, Math.min(size, clip), Double.MAX_VALUE);
  }

  void write(StateWriter writer) {
    slots.write(writer);
    writer.putDouble(all).putDouble(beyond).putDouble(count);
  }

  void read(StateReader reader) {
    slots.read(reader);
    all = reader.nextDouble();
    beyond = reader.nextDouble();
    count = reader.nextDouble();
  }
}
