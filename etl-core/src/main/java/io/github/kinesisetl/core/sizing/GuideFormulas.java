// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * The two formulas of the guide that this project grew from, exactly, for whoever compares. Plan
 * with {@link ShardPlan} and {@link LambdaBatchPlan} instead.
 *
 * @since 0.1.0
 */
public final class GuideFormulas {
  private GuideFormulas() {}

  /**
   * Shards by records and by megabytes of 1,000,000 bytes. It knows no partition keys, no peak, no
   * headroom and no readers, and answers 0 for no records, which no stream can have.
   *
   * @param recordsPerSecond 0 or more
   * @param averageRecordBytes 0 or more
   * @return the larger of both needs, rounded up
   */
  public static int shards(double recordsPerSecond, double averageRecordBytes) {
    Checks.between("recordsPerSecond", recordsPerSecond, 0, 1e9);
    Checks.between("averageRecordBytes", averageRecordBytes, 0, 1e8);
    double byRecords = Math.ceil(recordsPerSecond / 1000);
    double byBytes = Math.ceil(recordsPerSecond * averageRecordBytes / 1_000_000);
    return Math.toIntExact((long) Math.max(byRecords, byBytes));
  }

  /**
   * A Lambda batch of 1,000, or 100 when processing takes long. The guide passes the record's size
   * and never uses it; of what the time is the time, it does not say.
   *
   * @param recordBytes not used
   * @param processingTimeSeconds 0 or more
   * @return 1,000 up to 5 seconds, 100 above
   */
  @SuppressWarnings("unused") // as in the guide
  public static int legacyBatchSize(double recordBytes, double processingTimeSeconds) {
    return processingTimeSeconds > 5 ? 100 : Math.min(10_000, 1_000);
  }
}
