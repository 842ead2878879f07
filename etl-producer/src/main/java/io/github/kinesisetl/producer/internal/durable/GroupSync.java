// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes through to the disk for many threads at once: one writes all that is there, the others
 * wait for it (group commit; D. DeWitt et al., Implementation techniques for main memory database
 * systems, 1984). Safe for use by many threads.
 */
final class GroupSync {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition synced = lock.newCondition();
  private final List<Range> dirty = new ArrayList<>(); // guarded by lock, as is all below
  private long writtenMark;
  private long syncedMark;
  private boolean syncing;

  /** Notes what was written to a segment, up to its end; called in the order of writing. */
  long written(Segment segment, int from) {
    lock.lock();
    try {
      if (dirty.isEmpty() || dirty.get(dirty.size() - 1).segment != segment) {
        dirty.add(new Range(segment, from == Segment.HEADER_BYTES ? 0 : from));
      }
      dirty.get(dirty.size() - 1).to = segment.endAt();
      return ++writtenMark;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, or writes for all who wait. */
  void await(long mark) {
    lock.lock();
    try {
      while (syncedMark < mark) {
        if (syncing) {
          synced.awaitUninterruptibly();
        } else {
          writeThrough();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes without the lock, which the caller holds, so that others can go on. */
  private void writeThrough() {
    List<Range> ranges = List.copyOf(dirty);
    long mark = writtenMark;
    dirty.clear();
    syncing = true;
    lock.unlock();
    try {
      ranges.forEach(Range::force);
    } finally {
      lock.lock();
      syncing = false;
      synced.signalAll();
    }
    syncedMark = mark;
  }

  private static final class Range {
    private final Segment segment;
    private final int from;
    private int to;

    Range(Segment segment, int from) {
      this.segment = segment;
      this.from = from;
    }

    void force() {
      segment.force(from, to);
    }
  }
}
