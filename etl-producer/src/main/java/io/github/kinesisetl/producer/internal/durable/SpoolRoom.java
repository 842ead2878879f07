// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.producer.internal.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a log grows: room for an event is reserved before it is written, and what makes room makes a
 * file, if the log may have one more. Guarded by the spool's lock, which it gives away only while a
 * disk makes a file, so that one that hangs holds nobody but who makes it.
 */
final class SpoolRoom {

  /** So long {@code put} waits at least for a file that another thread is making. */
  private static final long MAKING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock;
  private final Condition freed;
  private final Ticker ticker;
  private final SegmentQueue segments;
  private final SpoolOptions options;
  private final LongSupplier besideBytes;
  private long reservedBytes;
  private boolean closed;
  private @Nullable Closeable last; // what is closed once no file is being made

  /**
   * Nothing is reserved.
   *
   * @param lock the spool's
   * @param segments what grows
   * @param besideBytes what else is on the disk that counts
   */
  SpoolRoom(
      ReentrantLock lock,
      Ticker ticker,
      SegmentQueue segments,
      SpoolOptions options,
      LongSupplier besideBytes) {
    this.lock = lock;
    this.ticker = ticker;
    this.segments = segments;
    this.options = options;
    this.besideBytes = besideBytes;
    freed = lock.newCondition();
  }

  /** Reserves room; false if there was none in time. */
  boolean reserve(int bytes, long maxWaitNanos) throws IOException, InterruptedException {
    long deadlineNanos = 0;
    for (boolean isFirst = true; !makeRoom(bytes); isFirst = false) {
      long now = ticker.nanoTime();
      deadlineNanos = isFirst ? now + maxWaitNanos : deadlineNanos;
      if (closed) {
        return false;
      }
      if (segments.isMaking()) { // it comes soon, unless the disk hangs
        deadlineNanos = isFirst ? now + Math.max(maxWaitNanos, MAKING_NANOS) : deadlineNanos;
      }
      if (deadlineNanos - now <= 0) {
        return false;
      }
      ticker.awaitUntil(lock, freed, deadlineNanos);
    }
    reservedBytes += bytes;
    return true;
  }

  /** What was reserved is written, or will not be. */
  void give(int bytes) {
    reservedBytes -= bytes;
  }

  /** Reserves again what was given, whatever there is. */
  void takeBack(int bytes) {
    reservedBytes += bytes;
  }

  /** A file is free again. */
  void freed() {
    freed.signalAll();
  }

  boolean isClosed() {
    return closed;
  }

  /** Nothing is reserved any more. */
  void close() {
    closed = true;
    freed.signalAll();
  }

  /** Closes something last: at once, or by whoever is making a file. */
  void closeLast(Closeable resource) throws IOException {
    if (segments.isMaking()) {
      last = resource;
    } else {
      resource.close();
    }
  }

  /** Whether what is reserved and these bytes fit; makes a file for them if that is allowed. */
  private boolean makeRoom(int bytes) throws IOException {
    long needed = reservedBytes + bytes;
    Segment current = segments.last();
    if (needed <= current.capacityBytes() - current.endAt()) {
      return true;
    }
    if (needed <= usableBytes() && segments.beginAnew()) {
      return true; // a disk that is full must not keep what is settled
    }
    int more = (int) (needed / usableBytes()) + 1;
    while (!segments.isPrepared(more)) {
      boolean mayMake = !segments.isMaking() && !closed;
      if (!mayMake || !segments.mayGrow(options.maxBytes() - besideBytes.getAsLong())) {
        return false;
      }
      makeFile();
    }
    return !closed;
  }

  private void makeFile() throws IOException {
    Path file = segments.beginMaking();
    Segment made = null;
    lock.unlock();
    try {
      made = segments.make(file);
    } finally {
      lock.lock();
      segments.endMaking();
      freed.signalAll();
      if (closed) { // meanwhile: nobody may use the directory before this is over
        leave(made);
      } else if (made != null) {
        segments.add(made);
      }
    }
  }

  private void leave(@Nullable Segment made) throws IOException {
    try {
      if (made != null) {
        made.delete();
      }
    } finally {
      if (last != null) {
        last.close();
      }
    }
  }

  /** Of a segment, when the rest at its end is too short for the longest frame. */
  private int usableBytes() {
    return segments.segmentBytes() - Segment.HEADER_BYTES - options.maxFrameBytes();
  }
}
