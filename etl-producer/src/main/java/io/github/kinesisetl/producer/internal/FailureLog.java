// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs the first failure of each kind loudly, and one that comes after a quiet minute; the rest
 * quietly with a count. Safe for use by many threads.
 */
public final class FailureLog {

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Kinds are codes of services: there are few, and nobody may fill the memory with more. */
  private static final int MAX_KINDS = 64;

  private static final String OTHERS = "others";

  private final Logger log;
  private final String consequence;
  private final Ticker ticker;
  private final Map<String, Seen> kinds = new HashMap<>(); // guarded by itself

  /**
   * A log that has told nothing yet.
   *
   * @param log where it writes
   * @param consequence what is done about failures, for those told loudly
   * @param ticker the time that quiet minutes go by
   */
  public FailureLog(Logger log, String consequence, Ticker ticker) {
    this.log = log;
    this.consequence = consequence;
    this.ticker = ticker;
  }

  /**
   * Tells of a failure.
   *
   * @param kind what tells failures apart, such as an error code
   * @param what what failed, without payload
   * @param cause what was thrown; null if nothing was
   */
  public void failed(String kind, String what, @Nullable Throwable cause) {
    long count = countIfLoud(kind);
    if (count > 0) {
      log.warn(
          "{}; {}; failure {} of its kind, more are logged at debug for a minute",
          what,
          consequence,
          count,
          cause);
    } else {
      log.debug("{} (failure {} of its kind)", what, -count);
    }
  }

  /** How many there were of a kind; negative if this one is to be told quietly. */
  private long countIfLoud(String kind) {
    long now = ticker.nanoTime();
    synchronized (kinds) {
      String known = kinds.size() < MAX_KINDS || kinds.containsKey(kind) ? kind : OTHERS;
      Seen seen = kinds.computeIfAbsent(known, unused -> new Seen());
      boolean isLoud = seen.count++ == 0 || now - seen.lastNanos >= QUIET_NANOS;
      seen.lastNanos = now;
      return isLoud ? seen.count : -seen.count;
    }
  }

  private static final class Seen {
    private long count;
    private long lastNanos;
  }
}
