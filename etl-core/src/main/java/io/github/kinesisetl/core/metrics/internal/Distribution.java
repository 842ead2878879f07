// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics.internal;

/** What a {@link LogHistogram} counted up to a moment. Immutable. */
public final class Distribution {

  private final long[] counts;
  private final long count;
  private final long sum;
  private final long min;
  private final long max;

  Distribution(long[] counts, long count, long sum, long min, long max) {
    this.counts = counts;
    this.count = count;
    this.sum = sum;
    this.min = count == 0 ? 0 : min;
    this.max = max;
  }

  /**
   * How many values there are.
   *
   * @return 0 or more
   */
  public long count() {
    return count;
  }

  /**
   * All values together.
   *
   * @return their sum
   */
  public long sum() {
    return sum;
  }

  /**
   * The least value.
   *
   * @return 0 if there is none
   */
  public long min() {
    return min;
  }

  /**
   * The greatest value.
   *
   * @return 0 if there is none
   */
  public long max() {
    return max;
  }

  /**
   * The mean value.
   *
   * @return 0 if there is none
   */
  public double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /**
   * The value that a given share of all values does not exceed.
   *
   * @param percent more than 0, up to 100
   * @return the value, at most {@value LogHistogram#MAX_ERROR_PERCENT} % off; 0 if there is none
   * @throws IllegalArgumentException if the percentage is out of range
   */
  public long percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be 0 to 100, but is " + percent);
    }
    long rank = (long) Math.ceil(count * percent / 100);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank && seen > 0) {
        return within(LogHistogram.middleOf(bucket));
      }
    }
    return max;
  }

  /**
   * How many buckets there are; most are empty.
   *
   * @return the number, the same for all distributions
   */
  public int buckets() {
    return counts.length;
  }

  /**
   * How many values are in a bucket.
   *
   * @param bucket its number, from 0
   * @return 0 or more
   */
  public long countIn(int bucket) {
    return counts[bucket];
  }

  /**
   * What stands for the values of a bucket.
   *
   * @param bucket its number, from 0
   * @return the value in its middle, within the least and the greatest value
   */
  public long valueOf(int bucket) {
    return within(LogHistogram.middleOf(bucket));
  }

  private long within(long value) {
    return Math.max(min, Math.min(max, value));
  }
}
