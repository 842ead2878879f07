// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.core.enrich.LookupResult;
import java.util.function.LongSupplier;

/**
 * Reference data behind a bounded cache that answers with old values while the source fails. Safe
 * for use by many threads; two threads that miss the same key at once both ask the source.
 *
 * @param <K> the key
 * @param <V> what is known of it
 * @since 0.1.0
 */
public final class CachingLookup<K, V> implements Lookup<K, V> {
  private final Lookup<K, V> source;
  private final LongSupplier ticker;
  private final long freshNanos;
  private final long usableNanos;
  private final Cache<K, Answer<V>> answers;

  private CachingLookup(Lookup<K, V> source, CachePolicy policy, LongSupplier ticker) {
    this.source = requireNonNull(source, "source");
    this.ticker = requireNonNull(ticker, "ticker");
    this.freshNanos = policy.freshFor().toNanos();
    this.usableNanos = policy.freshFor().plus(policy.staleFor()).toNanos();
    // Evicting on the calling thread keeps the bound hard and needs no thread.
    this.answers =
        Caffeine.newBuilder().maximumSize(policy.maxEntries()).executor(Runnable::run).build();
  }

  /**
   * Puts a cache before reference data.
   *
   * @param source the reference data
   * @param policy how many values, how long fresh, how long usable
   * @param ticker nanoseconds of a clock that never goes back, such as {@code System::nanoTime}
   * @param <K> the key
   * @param <V> what is known of it
   * @return the cached form
   */
  public static <K, V> CachingLookup<K, V> of(
      Lookup<K, V> source, CachePolicy policy, LongSupplier ticker) {
    return new CachingLookup<>(source, policy, ticker);
  }

  @Override
  public LookupResult<V> find(K key, Deadline deadline) {
    Answer<V> known = answers.getIfPresent(key);
    long now = ticker.getAsLong();
    if (known != null && now - known.nanos() < freshNanos) {
      return known.result();
    }
    LookupResult<V> result = source.find(key, deadline);
    if (!(result instanceof LookupResult.Unavailable<V>)) {
      answers.put(key, new Answer<>(result, now));
      return result;
    }
    return known != null && now - known.nanos() < usableNanos ? known.result() : result;
  }

  private record Answer<V>(LookupResult<V> result, long nanos) {}
}
