// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

/**
 * How much may come out of a frame. Checked before memory is taken, so that a decompression bomb
 * costs no more than these bounds.
 *
 * @param maxBytes most bytes out of one frame, 1 to {@value #MAX_BYTES}
 * @param maxRatio most bytes out for a byte in, at least 1; applies above {@value
 *     #RATIO_FREE_BYTES} bytes, since a small frame of equal events may shrink without harm
 * @since 0.1.0
 */
public record FrameLimits(int maxBytes, int maxRatio) {

  /** The largest bound: 1 GiB. */
  public static final int MAX_BYTES = 1 << 30;

  /** Output up to this size is allowed at any ratio: 1 MiB. */
  public static final int RATIO_FREE_BYTES = 1 << 20;

  /** 32 MiB at a ratio of up to 1,000: three times the largest Kinesis record, decompressed. */
  public static final FrameLimits DEFAULT = new FrameLimits(32 << 20, 1000);

  /** Checks the ranges. */
  public FrameLimits {
    if (maxBytes < 1 || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be 1 to %d, but is %d".formatted(MAX_BYTES, maxBytes));
    }
    if (maxRatio < 1) {
      throw new IllegalArgumentException("maxRatio must be at least 1, but is " + maxRatio);
    }
  }

  /**
   * The bound for a frame of a given size.
   *
   * @param frameBytes the size of the frame
   * @return most bytes that may come out of it
   */
  public int maxBytesFrom(int frameBytes) {
    long byRatio = Math.max(RATIO_FREE_BYTES, (long) frameBytes * maxRatio);
    return (int) Math.min(maxBytes, byRatio);
  }

  /**
   * How long a frame must be for so much to be let out of it.
   *
   * @param contentBytes what comes out of it, at most {@link #maxBytes()}
   * @return the least size of the frame, 0 if any will do
   */
  public int minFrameBytes(int contentBytes) {
    return contentBytes <= RATIO_FREE_BYTES ? 0 : (contentBytes - 1) / maxRatio + 1;
  }

  /**
   * The same ratio with a smaller bound in bytes, for what is left of a budget.
   *
   * @param leftBytes what is left
   * @return limits of at most that many bytes, at least 1
   */
  public FrameLimits atMost(int leftBytes) {
    return new FrameLimits(Math.max(1, Math.min(maxBytes, leftBytes)), maxRatio);
  }
}
