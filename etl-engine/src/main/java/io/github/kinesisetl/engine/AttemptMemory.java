// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often something failed that may pass, and says when that is too often. Kinesis tells
 * no receive count, so this is the memory of one instance, bounded; the age of a record bounds what
 * it misses. Safe for use by many threads.
 */
final class AttemptMemory {

  private static final int MAX_NAMES = 10_000;

  /** However old a record is, one failure may be a hiccup: after an outage all of them are old. */
  private static final int LEAST_ATTEMPTS = 2;

  private final UnknownFailures bounds;
  private final InstantSource clock;
  private final Map<String, Integer> attempts = // guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_NAMES;
        }
      };

  AttemptMemory(UnknownFailures bounds, InstantSource clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  /**
   * Counts a failed attempt of users' code, which may have a bug that the same record meets again.
   *
   * @param name of what failed
   * @param arrivalMillis when its record reached the stream; 0 if nobody knows
   * @return false if it is to be given up, and forgotten here: it failed as often as is allowed, or
   *     twice if the record is old
   */
  synchronized boolean mayTryAgain(String name, long arrivalMillis) {
    int failed = attempts.merge(name, 1, Integer::sum);
    boolean lastOfOld = failed >= LEAST_ATTEMPTS && arrivalMillis > 0 && isOld(arrivalMillis);
    return keepUnless(failed >= bounds.maxAttempts() || lastOfOld, name);
  }

  /**
   * Counts a failed attempt of a service that a record needs, and that may be down for a while.
   *
   * @param name of what failed
   * @param arrivalMillis when its record reached the stream; 0 if nobody knows
   * @return false if it is to be given up, and forgotten here: it failed as often as is allowed,
   *     and the record is old, or of an age that nobody knows
   */
  synchronized boolean mayComeBack(String name, long arrivalMillis) {
    int failed = attempts.merge(name, 1, Integer::sum);
    return keepUnless(failed >= bounds.maxAttempts() && isOld(arrivalMillis), name);
  }

  private boolean keepUnless(boolean givenUp, String name) {
    if (givenUp) {
      attempts.remove(name);
    }
    return !givenUp;
  }

  private boolean isOld(long arrivalMillis) {
    return clock.millis() - arrivalMillis > bounds.maxAgeMillis();
  }
}
