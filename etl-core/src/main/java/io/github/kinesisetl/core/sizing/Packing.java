// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * How records become entries. Take the figures from the producer's metrics; they differ by data.
 *
 * @param recordsPerEntry how many records an entry holds on average, 1 to 1,000,000; 1 is one
 *     record an entry, without an aggregate
 * @param compressionRatio bytes before by bytes after compression, 0.5 to 1,000; 1 is uncompressed
 * @since 0.1.0
 */
public record Packing(double recordsPerEntry, double compressionRatio) {
  /** Checks both ranges. */
  public Packing {
    Checks.between("recordsPerEntry", recordsPerEntry, 1, 1e6);
    Checks.between("compressionRatio", compressionRatio, 0.5, 1000);
  }

  /**
   * One record an entry, as it is.
   *
   * @return the packing
   */
  public static Packing none() {
    return new Packing(1, 1);
  }

  boolean isAggregated() {
    return recordsPerEntry > 1;
  }
}
