// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.PendingEvents.Note;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log on local disk of the events that a producer took and did not settle yet, so that they
 * outlive its process. Events are appended as they are put, under the id that they keep; when a
 * process ends without having settled all, the next one finds the rest. Safe for use by many
 * threads.
 *
 * <p>The log is a queue of mapped files. Files are freed from its head only, once all their events
 * are settled, so that what says that an event is settled never goes before the event; freed files
 * are used again.
 */
public final class Spool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private static final int MIN_ASIDE_BYTES = 64 << 10;

  private final DirectoryLock directory;
  private final SpoolOptions options;
  private final Found found;

  private final ReentrantLock lock = new ReentrantLock();
  private final SegmentQueue segments; // guarded by lock, as is all below
  private final AsideFiles aside;
  private final PendingEvents pending = new PendingEvents();
  private final GroupSync sync = new GroupSync();
  private final SpoolRoom room;

  private Spool(
      Path path,
      DirectoryLock directory,
      SpoolOptions options,
      Ticker ticker,
      SegmentFiles.Maker maker)
      throws IOException {
    this.directory = directory;
    this.options = options;
    var broken = new BrokenFiles();
    var files = new SegmentFiles(path, options, maker, broken);
    var scan = new SegmentScan(files.open(), broken);
    aside = new AsideFiles(path, MIN_ASIDE_BYTES, broken);
    aside.open();
    broken.tell(path);
    List<RecoveredAggregate> left = new ArrayList<>(scan.unsettled());
    left.addAll(aside.recovered()); // last: what was refused may be refused again
    found = new Found(left, broken.bytes());
    segments = new SegmentQueue(files, scan.segments(), options.producerEpoch());
    room = new SpoolRoom(lock, ticker, segments, options, aside::diskBytes);
    scan.unsettled().forEach(pending::expect);
    lock.lock();
    try {
      segments.begin();
      freeHead();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens a log, and finds what an earlier process left in it.
   *
   * @param directory where its files are; made if missing, and for one producer at a time
   * @param options sizes, and whether to write through
   * @param ticker the time that waits go by
   * @return the log
   * @throws UncheckedIOException if another producer uses the directory, or it cannot be read or
   *     written
   */
  public static Spool open(Path directory, SpoolOptions options, Ticker ticker) {
    return open(directory, options, ticker, Segment::create);
  }

  static Spool open(Path directory, SpoolOptions options, Ticker ticker, SegmentFiles.Maker maker) {
    try {
      PrivateFiles.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return new Spool(directory, lock, options, ticker, maker);
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the spool: " + e.getMessage(), e);
    }
  }

  /**
   * What earlier processes did not settle, in the order in which it was put, and what they set
   * aside.
   *
   * @return the aggregates; settle each as one's own
   */
  public List<RecoveredAggregate> recovered() {
    return found.events;
  }

  /**
   * How much of the log was torn when it was opened, and so skipped: an event whose {@code put} had
   * not returned when its process was killed; after a power failure without {@code fsync} more.
   *
   * @return bytes
   */
  public long tornBytes() {
    return found.tornBytes;
  }

  /**
   * Takes room for an event, before any other lock. Each reservation is followed by one {@link
   * #append} or {@link #cancel}.
   *
   * @param key the event's key
   * @param data the event
   * @param maxWaitNanos longest wait for room
   * @return false if there was no room in time, or the thread was interrupted, which it stays
   * @throws UncheckedIOException if the disk is full or broken
   */
  public boolean reserve(KeyBuffer key, RecordBuffer data, long maxWaitNanos) {
    int bytes = frameBytes(key, data);
    lock.lock();
    try {
      return room.reserve(bytes, maxWaitNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot extend the spool " + directory.path(), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a reservation back.
   *
   * @param key the key of the event that is not appended after all
   * @param data the event
   */
  public void cancel(KeyBuffer key, RecordBuffer data) {
    lock.lock();
    try {
      room.give(frameBytes(key, data));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes an event for which room is reserved. Events of one aggregate are written in the order of
   * their positions.
   *
   * @param aggregate the aggregate's number
   * @param position the event's position in it
   * @param key the event's key
   * @param data the event
   * @return a mark for {@link #sync}
   */
  public long append(long aggregate, int position, KeyBuffer key, RecordBuffer data) {
    int bytes = frameBytes(key, data);
    lock.lock();
    try {
      Segment segment = segmentFor(bytes);
      int from = segment.endAt();
      var pendingKey = new SegmentScan.Key(options.producerEpoch(), aggregate);
      pending.add(pendingKey, segment);
      boolean isWritten = false;
      try {
        segment.appendEvent(aggregate, position, key, data);
        isWritten = true;
      } finally {
        boolean unused = !isWritten && pending.remove(pendingKey, 1);
      }
      room.give(bytes);
      return written(segment, from);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot extend the spool " + directory.path(), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Settles the event that was just appended, and takes its room again, for {@link #cancel}.
   *
   * @param aggregate the aggregate's number
   * @param key the event's key
   * @param data the event
   */
  void revoke(long aggregate, KeyBuffer key, RecordBuffer data) {
    lock.lock();
    try {
      room.takeBack(frameBytes(key, data));
      settled(options.producerEpoch(), aggregate, 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until what was written up to a mark is on the disk, if the options ask for it. Threads
   * that wait at the same time share one write.
   *
   * @param mark what {@link #append} returned
   * @throws UncheckedIOException if the disk fails, or the thread is interrupted, which it stays:
   *     it is not known whether the disk has the event
   */
  public void sync(long mark) {
    if (!options.fsync()) {
      return;
    }
    try {
      sync.await(mark);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          "interrupted while waiting for the disk; the event was taken",
          new InterruptedIOException());
    }
  }

  /**
   * Says that some of an aggregate's events are settled. Once all are, the log forgets them; a note
   * of that which the disk does not take now is written later.
   *
   * @param producerEpoch whose aggregate
   * @param aggregate its number
   * @param events how many events, 0 or more
   */
  public void settled(long producerEpoch, long aggregate, int events) {
    lock.lock();
    try {
      boolean isLast = pending.remove(new SegmentScan.Key(producerEpoch, aggregate), events);
      if (isLast && !room.isClosed()) {
        freeHead(); // before anything is written: a full disk must not keep what it is full of
        writeNotes();
        freeHead();
      }
    } catch (IOException e) {
      log.warn("cannot note in the spool that events are settled; it is tried again", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Settles events that were set aside by an earlier process.
   *
   * @param group which
   * @param events how many of them
   */
  void settled(AsideGroup group, int events) {
    lock.lock();
    try {
      if (!room.isClosed()) {
        aside.settled(group, events);
      }
    } catch (IOException e) {
      log.warn("cannot delete a file of events that were set aside; they may be sent again", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets events aside, beside the log.
   *
   * @param producerEpoch whose events
   * @param aggregate their aggregate's number
   * @param events the events, with the ids that they have
   * @return false if the disk does not take them: they stay in the log
   */
  boolean setAside(long producerEpoch, long aggregate, List<EventRecord> events) {
    lock.lock();
    try {
      long bytes = aside.bytesToAdd(producerEpoch, events);
      if (room.isClosed() || (bytes > 0 && diskBytes() + bytes > options.maxBytes())) {
        return false;
      }
      aside.add(producerEpoch, aggregate, events);
      return true;
    } catch (IOException e) {
      log.warn("cannot set events aside; they stay in the log", e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many bytes of disk the log takes.
   *
   * @return bytes of all its files
   */
  public long diskBytes() {
    lock.lock();
    try {
      return segments.diskBytes() + aside.diskBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Stops. What is not settled stays for the next process; if all is, no segment stays. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!room.isClosed()) {
        closeFiles();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeFiles() {
    room.close();
    try {
      freeHead();
      if (!pending.isEmpty()) {
        writeNotes();
      }
      segments.close(pending.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the spool " + directory.path(), e);
    } finally {
      unlockDirectory();
    }
  }

  private void unlockDirectory() {
    try {
      room.closeLast(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock the spool " + directory.path(), e);
    }
  }

  /** Writes what is not noted yet, but of events that are not in the log any more. */
  private void writeNotes() throws IOException {
    for (Note note = pending.firstNote(); note != null; note = pending.firstNote()) {
      if (segments.holdsAny(note.places())) {
        Segment segment = segmentFor(Segment.settledFrameBytes());
        int from = segment.endAt();
        segment.appendSettled(note.key().producerEpoch(), note.key().number());
        long unused = written(segment, from);
      }
      pending.noted();
    }
  }

  private static int frameBytes(KeyBuffer key, RecordBuffer data) {
    return Segment.eventFrameBytes(key.sizeBytes(), data.sizeBytes());
  }

  private Segment segmentFor(int bytes) throws IOException {
    if (!segments.last().hasRoomFor(bytes)) {
      segments.begin();
    }
    return segments.last();
  }

  private long written(Segment segment, int from) {
    return options.fsync() ? sync.written(segment, from) : 0;
  }

  private void freeHead() throws IOException {
    if (segments.freeHead()) {
      room.freed();
    }
  }

  /** What was found when the log was opened. */
  private record Found(List<RecoveredAggregate> events, long tornBytes) {}
}
