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
  private final FirstValues first = new FirstValues();
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
    double clip = CLIP * Math.max(floor, at(time)) / NORMAL;
    if (first.isOpen()) {
      all = first.mean(size);
      count++;
      slots.learn(time, Math.min(size, Math.max(clip, CLIP * all)), Double.MAX_VALUE);
      return;
    }
    beyond += Math.max(1 / (count + 1), URGENCY * slowestStep) * ((size > clip ? 1 : 0) - beyond);
    double step = slowestStep * (1 + URGENCY * beyond);
    all += Math.max(1 / (count + 1), step) * (Math.min(size, clip) - all);
    count = Math.min(count + 1, 1e9);
    slots.learn(time, Math.min(size, clip), Double.MAX_VALUE);
  }

  void write(StateWriter writer) {
    slots.write(writer);
    writer.putDouble(all).putDouble(beyond).putDouble(count);
    first.write(writer);
  }

  void read(StateReader reader, int version) {
    slots.read(reader);
    all = reader.nextDouble();
    beyond = reader.nextDouble();
    count = reader.nextDouble();
    first.read(reader, version);
  }

  /**
   * The first sixteen sizes, when none says yet which of them is odd: their mean without the two
   * largest, since one odd value makes two odd steps, to it and back.
   */
  static final class FirstValues {
    private static final int COUNT = 16;

    private double sum;
    private double largest;
    private double second;
    private int seen;

    boolean isOpen() {
      return seen < COUNT;
    }

    double mean(double size) {
      seen++;
      sum += size;
      second = Math.max(second, Math.min(largest, size));
      largest = Math.max(largest, size);
      if (seen <= 2) {
        return seen == 1 ? size : second;
      }
      return Math.max(0, sum - largest - second) / (seen - 2);
    }

    void write(StateWriter writer) {
      writer.putDouble(sum).putDouble(largest).putDouble(second).putInt(seen);
    }

    /** Version 1 did not know them, and they are over. */
    void read(StateReader reader, int version) {
      seen = COUNT;
      if (version > 1) {
        sum = reader.nextDouble();
        largest = reader.nextDouble();
        second = reader.nextDouble();
        seen = reader.nextInt();
      }
    }
  }
}
