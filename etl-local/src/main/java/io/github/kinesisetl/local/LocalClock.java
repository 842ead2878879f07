// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The only clock of a server. It runs like the system's until it is moved or stopped. Safe for use
 * by many threads.
 */
public final class LocalClock implements InstantSource {

  private Duration offset = Duration.ZERO;
  private @Nullable Instant stoppedAt;

  private LocalClock() {}

  /**
   * Makes a clock that runs.
   *
   * @return the clock, at the system's time
   */
  public static LocalClock running() {
    return new LocalClock();
  }

  /**
   * Makes a clock that stands still until it is moved.
   *
   * @param instant the time it shows
   * @return the clock
   */
  public static LocalClock stoppedAt(Instant instant) {
    var clock = new LocalClock();
    clock.stoppedAt = instant;
    return clock;
  }

  @Override
  public synchronized Instant instant() {
    return stoppedAt == null ? Instant.now().plus(offset) : stoppedAt;
  }

  /**
   * Moves the clock, whether it runs or stands still.
   *
   * @param time how far ahead; negative values move it back
   */
  public synchronized void advance(Duration time) {
    if (stoppedAt == null) {
      offset = offset.plus(time);
    } else {
      stoppedAt = stoppedAt.plus(time);
    }
  }

  /** Stops the clock at what it shows. */
  public synchronized void stop() {
    stoppedAt = instant();
  }

  /**
   * Stops the clock at another time.
   *
   * @param instant the time it shows from now on
   */
  public synchronized void stopAt(Instant instant) {
    stoppedAt = instant;
  }
}
