// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.limit;

/**
 * So much a second, counted in windows of one second; what exceeds a window is owed to the next
 * ones. Used by one thread at a time.
 */
public final class RateLimit {

  private static final long WINDOW_MILLIS = 1000;

  private final long perSecond;
  private long windowStartMillis;
  private long used;

  /**
   * Makes a limit with an untouched window.
   *
   * @param perSecond at least 0, which allows nothing
   */
  public RateLimit(long perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * Tells whether so much fits; more than a whole second's worth fits into an untouched window.
   *
   * @param amount how much
   * @param nowMillis the time
   * @return whether it may be taken
   */
  public boolean allows(long amount, long nowMillis) {
    roll(nowMillis);
    return perSecond > 0 && (used == 0 || used + amount <= perSecond);
  }

  /**
   * Counts what was let in.
   *
   * @param amount how much
   * @param nowMillis the time
   */
  public void take(long amount, long nowMillis) {
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
