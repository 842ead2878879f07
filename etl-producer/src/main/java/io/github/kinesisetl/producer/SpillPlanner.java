// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which entries go to disk, and which come back. The first of each lane stay in memory, so
 * that they can be sent at once; the last go first. Used under the dispatcher's lock.
 */
final class SpillPlanner {

  /** So many of each lane are in memory: the next one, and the one after it. */
  private static final int KEPT = 2;

  private SpillPlanner() {}

  /** An entry that is needed soon; null if all of these are in memory. */
  static @Nullable Batch toLoad(Collection<Lane> lanes) {
    for (Lane lane : lanes) {
      Batch needed = lane.isEnded() ? lastSpilled(lane) : firstSpilled(lane);
      if (needed != null) {
        return needed;
      }
    }
    return null;
  }

  /** The entry in memory that is needed last, of the lane that has most; null if there is none. */
  static @Nullable Batch toSpill(Collection<Lane> lanes) {
    Lane longest = null;
    Batch last = null;
    for (Lane lane : lanes) {
      boolean isLonger = longest == null || lane.waiting().size() > longest.waiting().size();
      Batch candidate = isLonger && !lane.isEnded() ? lastInMemory(lane) : null;
      if (candidate != null) {
        longest = lane;
        last = candidate;
      }
    }
    return last;
  }

  private static @Nullable Batch firstSpilled(Lane lane) {
    int seen = 0;
    for (Batch batch : lane.waiting()) {
      if (batch.spilled() != null) {
        return batch;
      }
      if (++seen == KEPT) {
        break;
      }
    }
    return null;
  }

  /** A closed shard's lane is taken apart from its end. */
  private static @Nullable Batch lastSpilled(Lane lane) {
    Batch last = lane.waiting().peekLast();
    return last == null || last.spilled() == null ? null : last;
  }

  private static @Nullable Batch lastInMemory(Lane lane) {
    int left = lane.waiting().size() - KEPT;
    Iterator<Batch> fromLast = lane.waiting().descendingIterator();
    for (; left > 0; left--) {
      Batch batch = fromLast.next();
      if (batch.entry() != null) {
        return batch;
      }
    }
    return null;
  }
}
