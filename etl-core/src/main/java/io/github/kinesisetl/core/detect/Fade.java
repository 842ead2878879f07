// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * How much the newest value counts in an exponentially weighted mean. Values mostly come in equal
 * steps, so the last answer is kept.
 */
final class Fade {
  private final double memoryMillis;
  private double elapsedMillis;
  private double share;

  Fade(double memoryMillis) {
    this.memoryMillis = memoryMillis;
  }

  double share(double elapsed) {
    if (elapsed != elapsedMillis) {
      elapsedMillis = elapsed;
      share = 1 - StrictMath.exp(-elapsed / memoryMillis);
    }
    return share;
  }
}
