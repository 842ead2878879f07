// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * The two formulas of the guide that this project grew from, exactly, for whoever compares. Plan
 * with {@link ShardPlan} and {@link LambdaBatchPlan} instead.
 *
 * @since 0.1.0
 */
public final class GuideFormulas {
  private static final double BYTES_A_MEGABYTE = 1024.0 * 1024;

  private GuideFormulas() {}

  /**
   * Shards by records and by megabytes of 1024 * 1024 bytes. It knows no partition keys, no peak,
   * no headroom and no readers, and answers 0 for no records, which no stream can have.
   *
   * @param recordsPerSecond 0 or more
   * @param averageRecordBytes 0 or more
   * @return the larger of both needs, rounded up
   * @throws IllegalArgumentException if an argument is out of range, or more than 2^31 - 1 shards
   *     would be needed
   */
  public static int shards(double recordsPerSecond, double averageRecordBytes) {
    Checks.between("recordsPerSecond", recordsPerSecond, 0, 1e9);
    Checks.between("averageRecordBytes", averageRecordBytes, 0, 1e8);
    double byRecords = Math.ceil(recordsPerSecond / 1000);
    double byBytes = Math.ceil(recordsPerSecond * averageRecordBytes / BYTES_A_MEGABYTE);
    double shards = Math.max(byRecords, byBytes);
    Checks.between("shards for these records and bytes", shards, 0, Integer.MAX_VALUE);
    return (int) shards;
  }

  /**
   * A Lambda batch of 1,000, or 100 when processing takes long. The guide passes the record's size
   * and never uses it; of what the time is the time, it does not say.
   *
   * @param recordBytes 0 or more; not used
   * @param processingTimeSeconds 0 to 900
   * @return 1,000 up to 5 seconds, 100 above
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static int legacyBatchSize(double recordBytes, double processingTimeSeconds) {
    Checks.between("recordBytes", recordBytes, 0, 1e8);
    Checks.between("processingTimeSeconds", processingTimeSeconds, 0, 900);
    return processingTimeSeconds > 5 ? 100 : Math.min(10_000, 1_000);
  }
}
