// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import java.util.Collection;
import java.util.Set;

/**
 * Remembers the ids of records that are done. Implementations are safe for use by many threads, and
 * forget after a time of their own.
 *
 * <p>An id is remembered after its effect, so a function that is killed in between does it once
 * more: sinks that write under the event's own id make that harmless.
 */
public interface IdempotencyStore {

  /**
   * Whether a shard may have ids here at all. Asked once a batch: a store that answers cheaply
   * saves the look-up of each id.
   *
   * @param shardId the shard; empty if not known
   * @return false only if none of its records is remembered
   * @throws StoreException if the store does not answer
   */
  boolean mayKnow(String shardId);

  /**
   * Looks ids up.
   *
   * @param shardId the shard that they came from
   * @param ids the ids
   * @return those that are done
   * @throws StoreException if the store does not answer
   */
  Set<String> done(String shardId, Collection<String> ids);

  /**
   * Remembers ids for the store's time, from now on or from when it heard of them first. The engine
   * gives some hundreds at once, and looks at the clock in between.
   *
   * @param shardId the shard that they came from
   * @param ids the ids
   * @throws StoreException if the store does not take all of them
   */
  void remember(String shardId, Collection<String> ids);
}
