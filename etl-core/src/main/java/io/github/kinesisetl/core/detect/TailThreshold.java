// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * Learns how large a standardized surprise is that comes with a given small probability.
 *
 * <p>The history is a histogram with logarithmic buckets that slowly forgets; beyond its 98th
 * percentile a generalized Pareto distribution is fitted by the method of moments. This is the
 * peaks over threshold rule of Siffer, Fouque, Termier and Largouët, "Anomaly Detection in Streams
 * with Extreme Value Theory", KDD 2017, with a histogram in place of its list of peaks, so that
 * memory is fixed.
 */
final class TailThreshold {
  private static final int BUCKETS = 96;
  private static final double BUCKETS_PER_OCTAVE = 8;
  private static final double LOWEST = 1.0 / 16;
  private static final double TAIL_SHARE = 0.02;
  private static final double HEAVIEST_SHAPE = 0.45;

  /** What lies above the threshold counts this much, so that anomalies hardly excuse the next. */
  private static final double ANOMALY_WEIGHT = 0.3;

  /** And it counts as at most so many thresholds. */
  private static final double ANOMALY_CAP = 1.2;

  private final double probability;
  private final double floor;
  private final double memory;
  private final float[] weights = new float[BUCKETS];
  private double total;
  private double threshold;
  private int untilFit;

  private TailThreshold(double probability, double floor, double memory) {
    this.probability = probability;
    this.floor = floor;
    this.memory = memory;
    this.threshold = floor;
  }

  /**
   * For single values; never lower than 4 standard deviations.
   *
   * @param falseAlarmRate how often an ordinary value may lie above the threshold
   * @param memory how many values make up the history; older ones fade
   */
  static TailThreshold ofPoints(double falseAlarmRate, double memory) {
    return new TailThreshold(falseAlarmRate, 4, memory);
  }

  /**
   * For running means, which vary less and whose neighbours resemble each other: four times the
   * rate by value, never lower than 2.5 standard deviations of single values.
   */
  static TailThreshold ofMeans(double falseAlarmRate, double memory) {
    return new TailThreshold(4 * falseAlarmRate, 2.5, memory);
  }

  double threshold() {
    return threshold;
  }

  /** Takes a value in; one far above the threshold counts little, and not as far. */
  void learn(double value) {
    double weight = value > threshold ? ANOMALY_WEIGHT : 1;
    weights[bucket(Math.min(value, ANOMALY_CAP * threshold))] += (float) weight;
    total += weight;
    if (total >= 2 * memory) {
      halve();
    }
    if (--untilFit <= 0) {
      threshold = Math.max(floor, fit());
      untilFit = 16;
    }
  }

  private void halve() {
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] /= 2;
    }
    total /= 2;
  }

  private double fit() {
    int start = BUCKETS;
    double peaks = 0;
    while (start > 0 && peaks + weights[start - 1] <= TAIL_SHARE * total) {
      peaks += weights[--start];
    }
    if (peaks < 4 || start == BUCKETS) {
      return start == BUCKETS ? floor : edge(start) * 2;
    }
    double origin = edge(start);
    double mean = 0;
    double square = 0;
    for (int i = start; i < BUCKETS; i++) {
      double excess = (edge(i) + edge(i + 1)) / 2 - origin;
      mean += weights[i] * excess / peaks;
      square += weights[i] * excess * excess / peaks;
    }
    return origin + paretoQuantile(mean, square - mean * mean, probability * total / peaks);
  }

  private static double paretoQuantile(double mean, double variance, double share) {
    if (share >= 1) {
      return 0;
    }
    double ratio = mean * mean / Math.max(variance, 1e-12);
    double shape = Math.max(0, Math.min(HEAVIEST_SHAPE, 0.5 * (1 - ratio)));
    double scale = mean * (1 - shape);
    return shape < 1e-3
        ? -scale * StrictMath.log(share)
        : scale / shape * (StrictMath.pow(share, -shape) - 1);
  }

  private static int bucket(double value) {
    if (!(value > LOWEST)) {
      return 0;
    }
    double octaves = StrictMath.log(value / LOWEST) / StrictMath.log(2);
    return (int) Math.min(BUCKETS - 1, octaves * BUCKETS_PER_OCTAVE);
  }

  private static double edge(int bucket) {
    return LOWEST * StrictMath.pow(2, bucket / BUCKETS_PER_OCTAVE);
  }

  void write(StateWriter writer) {
    writer.putFloats(weights).putDouble(total).putDouble(threshold).putInt(untilFit);
  }

  void read(StateReader reader) {
    reader.nextFloats(weights);
    total = reader.nextDouble();
    threshold = reader.nextDouble();
    untilFit = reader.nextInt();
  }
}
