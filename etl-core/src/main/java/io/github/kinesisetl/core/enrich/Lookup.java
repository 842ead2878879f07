// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reference data by key. An implementation must be safe for use by many threads, and must answer
 * with a result, not with an exception.
 *
 * @param <K> the key
 * @param <V> what is known of it
 */
@FunctionalInterface
public interface Lookup<K, V> {

  /**
   * Looks a key up.
   *
   * @param key the key
   * @param deadline when to give up waiting
   * @return what is known
   */
  LookupResult<V> find(K key, Deadline deadline);

  /**
   * This reference data behind a bounded cache that answers with old values while the source fails.
   * Needs Caffeine on the class path.
   *
   * @param policy how many values, how long fresh, how long usable
   * @param ticker nanoseconds of a clock that never goes back, such as {@code System::nanoTime}
   * @return the cached form, safe for use by many threads; two threads that miss the same key at
   *     once both ask the source
   */
  default Lookup<K, V> cached(CachePolicy policy, LongSupplier ticker) {
    return new CachingLookup<>(this, policy, ticker);
  }

  /**
   * How a cache keeps values.
   *
   * @param maxEntries the hard bound on keys; 1 or more
   * @param freshFor so long a value is used without asking again; 0 or more
   * @param staleFor so much longer it is used if the source is unavailable; 0 or more
   */
  record CachePolicy(long maxEntries, Duration freshFor, Duration staleFor) {
    /** Checks the ranges. */
    public CachePolicy {
      if (maxEntries < 1) {
        throw new IllegalArgumentException("maxEntries must be 1 or more, but is " + maxEntries);
      }
      if (freshFor.isNegative() || staleFor.isNegative()) {
        throw new IllegalArgumentException(
            "freshFor and staleFor must be 0 or more, but are %s and %s"
                .formatted(freshFor, staleFor));
      }
    }
  }
}
