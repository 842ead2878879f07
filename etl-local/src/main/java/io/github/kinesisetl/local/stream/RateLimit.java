// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

/**
 * So much a second, counted in windows of one second; what exceeds a window is owed to the next
 * ones. Guarded by its account.
 */
final class RateLimit {

  private static final long WINDOW_MILLIS = 1000;

  private final long perSecond;
  private long windowStartMillis;
  private long used;

  RateLimit(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether so much fits; more than a whole second's worth fits into an untouched window. */
  boolean allows(long amount, long nowMillis) {
    roll(nowMillis);
    return used == 0 || used + amount <= perSecond;
  }

  void take(long amount, long nowMillis) {
    roll(nowMillis);
    used += amount;
  }

  private void roll(long nowMillis) {
    long windows = Math.max(0, (nowMillis - windowStartMillis) / WINDOW_MILLIS);
    if (windows == 0) {
      return;
    }
    if (used <= windows * perSecond) {
      used = 0;
      windowStartMillis = nowMillis;
    } else {
      used -= windows * perSecond;
      windowStartMillis += windows * WINDOW_MILLIS;
    }
  }
}
