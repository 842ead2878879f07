// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * Judges one value by how far it is from the one-step forecast: the usual value, plus the share of
 * the last difference that experience says will last (an autoregression of order one).
 */
final class PointChannel {
  private static final double CLIP = 3;
  private static final double MOST_PERSISTENT = 0.98;

  /** A surprise must exceed what recurs at this time of day so many times to be news. */
  private static final double RECURRING_FACTOR = 2;

  private final Spread spread;
  private final RecurringSurprise recurring;
  private final TailThreshold tail;
  private double previous;
  private double product;
  private double square;

  PointChannel(Spread spread, RecurringSurprise recurring, TailThreshold tail) {
    this.spread = spread;
    this.recurring = recurring;
    this.tail = tail;
  }

  /**
   * Judges and learns.
   *
   * @param error the value less what is usual
   * @param deviation the usual size of such errors
   */
  Outcome judge(Moment moment, double error, double deviation) {
    double persistence = square > 0 ? Math.max(0, Math.min(MOST_PERSISTENT, product / square)) : 0;
    double expected = StrictMath.pow(persistence, Math.max(1, moment.elapsed())) * previous;
    double step = Math.abs(error - expected);
    double unit = Math.max(spread.at(moment.time()), moment.floor());
    double recurs = RECURRING_FACTOR * recurring.at(moment.time());
    double threshold = Math.max(tail.threshold() * unit, recurs);

    recurring.learn(moment.time(), step);
    tail.learn(step / unit);
    learnPersistence(moment.share(), clip(error / deviation), clip(previous / deviation));
    spread.learn(moment.time(), step, moment.floor());
    previous = error;
    return new Outcome(step / threshold, expected, threshold);
  }

  private void learnPersistence(double share, double now, double before) {
    product += share * (now * before - product);
    square += share * (before * before - square);
  }

  private static double clip(double deviations) {
    return Math.max(-CLIP, Math.min(CLIP, deviations));
  }

  void write(StateWriter writer) {
    spread.write(writer);
    recurring.write(writer);
    tail.write(writer);
    writer.putDouble(previous).putDouble(product).putDouble(square);
  }

  void read(StateReader reader, int version) {
    spread.read(reader, version);
    recurring.read(reader);
    tail.read(reader);
    previous = reader.nextDouble();
    product = reader.nextDouble();
    square = reader.nextDouble();
  }

  /**
   * What the channel says.
   *
   * @param ratio the surprise in units of the threshold
   * @param expected the error that was expected
   * @param threshold how far from it is still ordinary
   */
  record Outcome(double ratio, double expected, double threshold) {}
}
