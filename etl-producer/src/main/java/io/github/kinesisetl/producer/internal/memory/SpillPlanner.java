// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which entries go to disk, and which come back. The first of each queue stay in memory, so
 * that they can be sent at once; the last go first. Used under the lock of whoever owns the queues.
 */
public final class SpillPlanner {

  /** So many of each queue are in memory: the next one, and the one after it. */
  private static final int KEPT = 2;

  private SpillPlanner() {}

  /**
   * An entry that is needed soon.
   *
   * @param queues all queues
   * @param <B> what waits
   * @return whose entry; null if all of these are in memory
   */
  public static <B extends Spillable> @Nullable B toLoad(
      Collection<? extends SpillQueue<B>> queues) {
    for (SpillQueue<B> queue : queues) {
      B needed = queue.isEnded() ? lastSpilled(queue) : null;
      needed = needed == null ? firstSpilled(queue) : needed;
      if (needed != null) {
        return needed;
      }
    }
    return null;
  }

  /**
   * The entry in memory that is needed last, of the queue that has most.
   *
   * @param queues all queues
   * @param <B> what waits
   * @return whose entry; null if there is none
   */
  public static <B extends Spillable> @Nullable B toSpill(
      Collection<? extends SpillQueue<B>> queues) {
    SpillQueue<B> longest = null;
    B last = null;
    for (SpillQueue<B> queue : queues) {
      boolean isLonger = longest == null || queue.waiting().size() > longest.waiting().size();
      B candidate = isLonger && !queue.isEnded() ? lastInMemory(queue) : null;
      if (candidate != null) {
        longest = queue;
        last = candidate;
      }
    }
    return last;
  }

  private static <B extends Spillable> @Nullable B firstSpilled(SpillQueue<B> queue) {
    int seen = 0;
    for (B batch : queue.waiting()) {
      if (batch.held().spilled() != null) {
        return batch;
      }
      if (++seen == KEPT) {
        break;
      }
    }
    return null;
  }

  /** A closed shard's queue may be taken apart, from its end; or else it is sent as it is. */
  private static <B extends Spillable> @Nullable B lastSpilled(SpillQueue<B> queue) {
    B last = queue.waiting().peekLast();
    return last == null || last.held().spilled() == null ? null : last;
  }

  private static <B extends Spillable> @Nullable B lastInMemory(SpillQueue<B> queue) {
    int left = queue.waiting().size() - KEPT;
    Iterator<B> fromLast = queue.waiting().descendingIterator();
    for (; left > 0; left--) {
      B batch = fromLast.next();
      if (batch.held().entry() != null) {
        return batch;
      }
    }
    return null;
  }
}
