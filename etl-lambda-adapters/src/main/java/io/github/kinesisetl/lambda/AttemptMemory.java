// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often records failed for a reason unknown. Kinesis tells no receive count, so this is
 * the memory of one instance, bounded; the age of a record bounds what it misses. Safe for use by
 * many threads.
 */
final class AttemptMemory {

  private static final int MAX_RECORDS = 10_000;

  private final Map<String, Integer> attempts = // guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_RECORDS;
        }
      };

  /** Counts a failed attempt, and returns how many there were. */
  synchronized int failed(String identity) {
    return attempts.merge(identity, 1, Integer::sum);
  }

  /** Forgets a record that is done with. */
  synchronized void forget(String identity) {
    attempts.remove(identity);
  }
}
