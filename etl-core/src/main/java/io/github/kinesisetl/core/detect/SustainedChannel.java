// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/** Judges the exponentially weighted mean of the last hours' differences from what is usual. */
final class SustainedChannel {
  /** One value counts for at most so many deviations, so that only several make a sustained one. */
  private static final double CLIP = 8;

  private final Fade fade;
  private final TailThreshold tail;
  private double mean;

  SustainedChannel(double memoryMillis, TailThreshold tail) {
    this.fade = new Fade(memoryMillis);
    this.tail = tail;
  }

  /**
   * Judges and learns.
   *
   * @param deviations the value less what is usual, in units of its usual deviation
   */
  Outcome judge(double deviations, double elapsedMillis) {
    double bounded = Math.max(-CLIP, Math.min(CLIP, deviations));
    mean += fade.share(elapsedMillis) * (bounded - mean);
    double size = Math.abs(mean);
    double threshold = tail.threshold();
    tail.learn(size);
    return new Outcome(size / threshold, threshold);
  }

  void write(StateWriter writer) {
    tail.write(writer);
    writer.putDouble(mean);
  }

  void read(StateReader reader) {
    tail.read(reader);
    mean = reader.nextDouble();
  }

  /**
   * What the channel says.
   *
   * @param ratio the mean's size in units of the threshold
   * @param threshold in deviations of a single value
   */
  record Outcome(double ratio, double threshold) {}
}
