// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

/**
 * Reference data by key. An implementation must be safe for use by many threads, and must answer
 * with a result, not with an exception.
 *
 * @param <K> the key
 * @param <V> what is known of it
 * @since 0.1.0
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
}
