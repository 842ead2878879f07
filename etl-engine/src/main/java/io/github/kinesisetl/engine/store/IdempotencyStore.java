// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import java.util.Collection;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Remembers the ids of records that are done. Implementations are safe for use by many threads, and
 * forget after a time of their own.
 *
 * <p>An id is remembered after its effect, so a function that is killed in between does it once
 * more: sinks that write under the event's own id make that harmless. So do two deliveries of one
 * batch at the same time, unless the store {@linkplain #marksEntries() marks entries}.
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

  /**
   * Whether deliveries mark the entries that they work on, so that two of one batch at the same
   * time do not both work on them. By default none does, and the three methods below are never
   * called.
   *
   * @return whether to
   */
  default boolean marksEntries() {
    return false;
  }

  /**
   * Marks entries for a delivery, each that is neither done nor marked for another whose lease
   * lasts. To ask once more for its own prolongs their lease.
   *
   * @param owner the delivery
   * @param entries names of entries, each once: the same in each delivery of the shard
   * @param hasTime whether there is time for a further request; what is not asked for in time is
   *     neither the delivery's own nor done
   * @return which of them the delivery may work on, and which are done
   * @throws StoreException if the store does not answer; some entries may be marked then
   */
  default BegunEntries begin(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    return new BegunEntries(Set.copyOf(entries), Set.of());
  }

  /**
   * Says that entries are done, for the store's time, whoever's mark they bear.
   *
   * @param owner the delivery
   * @param entries names of entries, each once
   * @throws StoreException if the store does not take all of them
   */
  default void finish(MarkOwner owner, Collection<String> entries) {}

  /**
   * Takes the delivery's own marks away from entries that it did not finish, so that the next
   * delivery need not wait for the end of the lease.
   *
   * @param owner the delivery
   * @param entries names of entries, each once
   * @param hasTime whether there is time for a further request; what is left keeps its mark
   * @throws StoreException if the store does not answer; marks that stay end with their lease
   */
  default void release(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {}
}
