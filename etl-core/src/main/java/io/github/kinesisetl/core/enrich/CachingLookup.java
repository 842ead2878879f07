// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongSupplier;

/** A bounded cache that falls back on old answers while the source is unavailable. */
final class CachingLookup<K, V> implements Lookup<K, V> {
  private final Lookup<K, V> source;
  private final LongSupplier ticker;
  private final long freshNanos;
  private final long usableNanos;
  private final Cache<K, Answer<V>> answers;

  CachingLookup(Lookup<K, V> source, CachePolicy policy, LongSupplier ticker) {
    this.source = source;
    this.ticker = requireNonNull(ticker, "ticker");
    this.freshNanos = policy.freshFor().toNanos();
    this.usableNanos = policy.freshFor().plus(policy.staleFor()).toNanos();
    // Evicting on the calling thread keeps the bound hard and core free of threads.
    this.answers =
        Caffeine.newBuilder().maximumSize(policy.maxEntries()).executor(Runnable::run).build();
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
