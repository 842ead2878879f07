// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.compress.FrameLimits;

/**
 * How much one entry may hold.
 *
 * @param maxDepth deepest nesting of frames and aggregates, 1 to 16
 * @param maxRecords most records, at least 1
 * @param frames bounds on the bytes that come out of all its frames together, and on their ratio
 * @since 0.1.0
 */
public record ReaderLimits(int maxDepth, int maxRecords, FrameLimits frames) {

  /**
   * Eight forms in each other, 100,000 records, 32 MiB at a ratio of up to 1,000: several times
   * what our producer writes into the largest Kinesis record.
   */
  public static final ReaderLimits DEFAULT = new ReaderLimits(8, 100_000, FrameLimits.DEFAULT);

  /** Checks the ranges. */
  public ReaderLimits {
    if (maxDepth < 1 || maxDepth > 16) {
      throw new IllegalArgumentException("maxDepth must be 1 to 16, but is " + maxDepth);
    }
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords must be at least 1, but is " + maxRecords);
    }
  }
}
