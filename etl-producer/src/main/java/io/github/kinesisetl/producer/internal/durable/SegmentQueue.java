// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The segments of a log, the oldest first: written at its end, and freed at its head only. Guarded
 * by the spool.
 */
final class SegmentQueue {

  private final SegmentFiles files;
  private final Deque<Segment> segments;
  private final long producerEpoch;
  private long nextSequence;
  private boolean making; // a file, without the guard

  /** The segments that earlier processes left, in order. */
  SegmentQueue(SegmentFiles files, List<Segment> found, long producerEpoch) {
    this.files = files;
    this.producerEpoch = producerEpoch;
    segments = new ArrayDeque<>(found);
    nextSequence = segments.isEmpty() ? 0 : segments.getLast().sequence() + 1;
  }

  /** The segment that is written to. */
  Segment last() {
    return segments.getLast();
  }

  /** Goes on with another segment. */
  void begin() throws IOException {
    Segment next = files.take();
    next.begin(nextSequence++, producerEpoch);
    segments.addLast(next);
  }

  /** Whether there are files for so many segments more, beside one in reserve for notes. */
  boolean isPrepared(int more) {
    return files.freeCount() > more;
  }

  /** Whether a file is being made. */
  boolean isMaking() {
    return making;
  }

  /** Names a file that is to be made. */
  Path beginMaking() {
    Path file = files.nextFile();
    making = true;
    return file;
  }

  /** Makes it; needs nobody's guard. */
  Segment make(Path file) throws IOException {
    return files.make(file);
  }

  /** It is made, or could not be. */
  void endMaking() {
    making = false;
  }

  /** Keeps it for later. */
  void add(Segment made) {
    files.add(made);
  }

  /** Whether the disk may hold one more file. */
  boolean mayGrow(long maxBytes) {
    long count = segments.size() + files.freeCount() + 1L;
    return count * files.segmentBytes() <= maxBytes;
  }

  /** Frees what is settled at the head; false if nothing is. */
  boolean freeHead() throws IOException {
    boolean freed = false;
    while (segments.size() > 1 && segments.getFirst().isSettled()) {
      files.release(segments.removeFirst());
      freed = true;
    }
    return freed;
  }

  /** Begins the only segment anew if all that is in it is settled; false if it is needed. */
  boolean beginAnew() throws IOException {
    if (segments.size() > 1 || !segments.getLast().isSettled()) {
      return false;
    }
    files.release(segments.removeLast());
    begin();
    return true;
  }

  /** Whether any of these segments is still in the log. */
  boolean holdsAny(List<Segment> places) {
    return places.stream().anyMatch(segments::contains);
  }

  int segmentBytes() {
    return files.segmentBytes();
  }

  /** Bytes of all files. */
  long diskBytes() {
    long inUse = segments.stream().mapToLong(Segment::capacityBytes).sum();
    return inUse + (long) files.freeCount() * files.segmentBytes();
  }

  /** Deletes the files that hold nothing, or all of them. */
  void close(boolean isAllSettled) throws IOException {
    if (isAllSettled) {
      for (Segment segment : segments) {
        segment.delete();
      }
    }
    files.deleteFree();
  }
}
