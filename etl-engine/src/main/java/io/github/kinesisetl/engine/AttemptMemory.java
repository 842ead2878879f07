// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.entry.ReceivedRecord;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often records failed for a reason unknown, and says when that is too often. Kinesis
 * tells no receive count, so this is the memory of one instance, bounded; the age of a record
 * bounds what it misses. Safe for use by many threads.
 */
final class AttemptMemory {

  private static final int MAX_RECORDS = 10_000;

  private final UnknownFailures bounds;
  private final InstantSource clock;
  private final Map<String, Integer> attempts = // guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_RECORDS;
        }
      };

  AttemptMemory(UnknownFailures bounds, InstantSource clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  /** Counts a failed attempt; false if the record is to be given up, and forgotten here. */
  synchronized boolean mayTryAgain(ReceivedRecord record) {
    long arrival = record.arrivalMillis();
    boolean tooOld = arrival > 0 && clock.millis() - arrival > bounds.maxAge().toMillis();
    String identity = record.identity();
    if (tooOld || attempts.merge(identity, 1, Integer::sum) >= bounds.maxAttempts()) {
      attempts.remove(identity);
      return false;
    }
    return true;
  }
}
