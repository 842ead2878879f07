// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.compress.FrameLimits;

/**
 * How much one entry may hold, and so how much work it may cause. All work is charged, whether a
 * frame opens or not; once it is used up, the frames that follow are {@code TOO_LARGE} without
 * being tried. Besides what can be set, an entry may hold {@value #MAX_FAILURES} frames that do not
 * open, name {@value #MAX_DATA_KEYS} data keys and hold {@value #MAX_CLAIMS} claim checks, and one
 * compressed piece for each 32 of its bytes and 1,000 more.
 *
 * @param maxDepth deepest nesting of frames and aggregates, 1 to 16
 * @param maxRecords most records, at least 1
 * @param frames bounds on the bytes that come out of all its frames together, and on their ratio
 * @since 0.1.0
 */
public record ReaderLimits(int maxDepth, int maxRecords, FrameLimits frames) {

  /** So many frames of an entry are tried in vain. */
  public static final int MAX_FAILURES = 1_000;

  /** For so many data keys of an entry the key service is asked: a producer uses one, or two. */
  public static final int MAX_DATA_KEYS = 16;

  /** So many claim checks of an entry are redeemed. */
  public static final int MAX_CLAIMS = 256;

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
