// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics.internal;

/**
 * Counts values in buckets that grow with the value, so that percentiles cost a fixed 15 KiB
 * whatever is recorded. A percentile is at most {@value #MAX_ERROR_PERCENT} % off; count, sum,
 * least and greatest value are exact. Safe for use by many threads; recording allocates nothing.
 *
 * <p>Source: G. Tene, HdrHistogram (<a
 * href="https://github.com/HdrHistogram/HdrHistogram">HdrHistogram</a>): each power of two is cut
 * into {@value #STEPS} equal steps.
 */
public final class LogHistogram {

  /** The most that a percentile is away from the value that it stands for, in percent. */
  public static final int MAX_ERROR_PERCENT = 2;

  static final int STEPS = 32;

  private static final int STEPS_LOG = 5;

  /** Values below twice the steps have a bucket each; the sign bit needs none. */
  private static final int BUCKETS = (Long.SIZE - 1 - STEPS_LOG + 1) * STEPS;

  private long[] counts = new long[BUCKETS]; // guarded by this, as is everything below
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Starts with nothing recorded. */
  public LogHistogram() {}

  /**
   * Counts a value.
   *
   * @param value the value; a negative one, as a clock that jumps may give, counts as 0
   */
  public void record(long value) {
    record(value, 1);
  }

  /**
   * Counts a value that occurred several times.
   *
   * @param value the value; a negative one counts as 0
   * @param times how often, 0 or more
   */
  public synchronized void record(long value, long times) {
    if (times <= 0) {
      return;
    }
    long counted = Math.max(0, value);
    counts[bucketOf(counted)] += times;
    count += times;
    sum += counted * times;
    min = Math.min(min, counted);
    max = Math.max(max, counted);
  }

  /**
   * What was recorded so far.
   *
   * @return a copy
   */
  public synchronized Distribution snapshot() {
    return new Distribution(counts.clone(), count, sum, min, max);
  }

  /**
   * What was recorded since the last call; recording starts anew.
   *
   * @return the values, none lost between two calls and none counted twice
   */
  public synchronized Distribution drain() {
    var drained = new Distribution(counts, count, sum, min, max);
    counts = new long[BUCKETS];
    count = 0;
    sum = 0;
    min = Long.MAX_VALUE;
    max = 0;
    return drained;
  }

  static int bucketOf(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - STEPS_LOG - Long.numberOfLeadingZeros(value);
    return shift * STEPS + (int) (value >>> shift);
  }

  /** The least value of a bucket. */
  static long lowOf(int bucket) {
    if (bucket < 2 * STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return (long) (bucket - shift * STEPS) << shift;
  }

  /** The value in the middle of a bucket, rounded down. */
  static long middleOf(int bucket) {
    int shift = Math.max(0, bucket / STEPS - 1);
    return lowOf(bucket) + ((1L << shift) - 1) / 2;
  }
}
