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

  /** What is written to, in a mapped file. */
  interface Storage {

    /** Where the last frame ends. */
    int endAt();

    /** Writes a range through to the disk. */
    void force(int from, int to);

    /** Makes a range dirty again whose writing failed. */
    void touch(int from, int to);
  }

  /** Notes what was written to a segment, up to its end; called in the order of writing. */
  long written(Storage segment, int from) {
    lock.lock();
    try {
      if (dirty.isEmpty() || isAnother(dirty.get(dirty.size() - 1), segment, from)) {
        dirty.add(new Range(segment, from == Segment.HEADER_BYTES ? 0 : from));
      }
      dirty.get(dirty.size() - 1).to = segment.endAt();
      return ++writtenMark;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A range that failed must not grow: nobody else may touch what is being written meanwhile. Nor
   * can one of a file that was begun anew since.
   */
  @SuppressWarnings("ReferenceEquality") // the same file, not what is called equal
  private static boolean isAnother(Range last, Storage segment, int from) {
    return last.segment != segment || last.failed || from < last.to;
  }

  /**
   * Waits, or writes for all who wait. What could not be written is written again by the next who
   * waits: a failure is nobody's success.
   *
   * @throws InterruptedException if the thread is interrupted while another one writes
   */
  void await(long mark) throws InterruptedException {
    lock.lock();
    try {
      while (syncedMark < mark) {
        if (syncing) {
          synced.await();
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
    boolean isWritten = false;
    lock.unlock();
    try {
      ranges.forEach(Range::force);
      isWritten = true;
    } finally {
      lock.lock();
      syncing = false;
      synced.signalAll();
      if (isWritten) {
        syncedMark = mark;
      } else {
        ranges.forEach(range -> range.failed = true);
        dirty.addAll(0, ranges);
      }
    }
  }

  private static final class Range {
    private final Storage segment;
    private final int from;
    private int to;
    private boolean failed;

    Range(Storage segment, int from) {
      this.segment = segment;
      this.from = from;
    }

    void force() {
      if (failed) {
        segment.touch(from, to);
      }
      segment.force(from, to);
    }
  }
}
