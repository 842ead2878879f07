// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.Ticker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives events their ids, and keeps them in a log if the producer is durable; for one that is not
 * the log does nothing. Safe for use by many threads.
 */
public final class EventLog implements AutoCloseable {

  private final long producerEpoch;
  private final @Nullable Spool spool;
  private final AtomicLong aggregates = new AtomicLong();

  private EventLog(long producerEpoch, @Nullable Spool spool) {
    this.producerEpoch = producerEpoch;
    this.spool = spool;
  }

  /**
   * Gives ids and keeps nothing.
   *
   * @param producerEpoch a random number that tells this producer's events from those of all others
   * @return the log
   */
  public static EventLog none(long producerEpoch) {
    return new EventLog(producerEpoch, null);
  }

  /**
   * Opens a log on disk.
   *
   * @param directory where
   * @param options how it is kept
   * @param ticker the time that waits go by
   * @return the log
   * @throws java.io.UncheckedIOException if another producer uses the directory, or it cannot be
   *     read or written
   */
  public static EventLog open(Path directory, SpoolOptions options, Ticker ticker) {
    return new EventLog(options.producerEpoch(), Spool.open(directory, options, ticker));
  }

  /** {@return whether events outlive the process} */
  public boolean isDurable() {
    return spool != null;
  }

  /** {@return the share of a batch that is begun: of an aggregate of its own} */
  public LogShare newAggregate() {
    return new LogShare(producerEpoch, aggregates.getAndIncrement());
  }

  /** {@return what an earlier process left behind} */
  public List<RecoveredAggregate> recovered() {
    return spool == null ? List.of() : spool.recovered();
  }

  /** {@return bytes of the log that belong to no whole event} */
  public long tornBytes() {
    return spool == null ? 0 : spool.tornBytes();
  }

  /** {@return bytes of disk that the log takes} */
  public long diskBytes() {
    return spool == null ? 0 : spool.diskBytes();
  }

  /**
   * Takes room for an event, waiting for it if it must. Each reservation is followed by one {@link
   * #append} or {@link #cancel}.
   *
   * @param key its key
   * @param data its payload
   * @param maxWaitNanos longest wait
   * @return false if there was no room in time
   */
  public boolean reserve(KeyBuffer key, RecordBuffer data, long maxWaitNanos) {
    return spool == null || spool.reserve(key, data, maxWaitNanos);
  }

  /**
   * Gives room back.
   *
   * @param key the key of the event that is not appended after all
   * @param data its payload
   */
  public void cancel(KeyBuffer key, RecordBuffer data) {
    if (spool != null) {
      spool.cancel(key, data);
    }
  }

  /**
   * Writes the next event of a batch; its lane is locked.
   *
   * @param share the batch's
   * @param position the event's, the last part of its id
   * @param key its key
   * @param data its payload
   * @return a mark for {@link #sync}
   */
  public long append(LogShare share, int position, KeyBuffer key, RecordBuffer data) {
    if (spool == null) {
      return 0;
    }
    long mark = spool.append(share.aggregate(), position, key, data);
    share.oweOne(); // not if that threw
    return mark;
  }

  /**
   * Takes an event back that was just appended and is not taken after all: it is settled, and its
   * room is reserved as before.
   *
   * @param share the batch's
   * @param key its key
   * @param data its payload
   */
  public void revoke(LogShare share, KeyBuffer key, RecordBuffer data) {
    if (spool != null) {
      spool.revoke(share.aggregate(), key, data);
      share.oweOneLess();
    }
  }

  /**
   * Waits for the disk itself, if that is asked for.
   *
   * @param mark what {@link #append} returned
   */
  public void sync(long mark) {
    if (spool != null) {
      spool.sync(mark);
    }
  }

  /**
   * Notes that those events of a batch are settled that no part of it answers for.
   *
   * @param share the batch's
   */
  public void settled(LogShare share) {
    AsideGroup aside = share.aside();
    if (spool != null && aside != null) {
      spool.settled(aside, share.owed());
    } else if (spool != null) {
      spool.settled(share.producerEpoch(), share.aggregate(), share.owed());
    }
  }

  /**
   * Sets events aside that are refused by themselves, so that the next process tries them again and
   * this one can settle their batch.
   *
   * @param share the batch's
   * @param events the events, with the ids that they have
   * @return false if they have to stay where they are: the batch must not be settled
   */
  public boolean setAside(LogShare share, List<EventRecord> events) {
    return spool != null
        && share.aside() == null // it is aside already
        && spool.setAside(share.producerEpoch(), share.aggregate(), events);
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}
