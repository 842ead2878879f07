// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.HotKeys;
import io.github.kinesisetl.producer.internal.LingerWatch;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Scratch;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.spi.Entry;

/**
 * Puts each record where it goes: into the open batch of its lane, or, where each record is an
 * entry, straight into the lane. Safe for use by many threads; gathering a record makes no object.
 */
final class Gatherer {

  private final ShardRouter router;
  private final Filling filling;
  private final EventLog eventLog;
  private final LingerWatch linger;
  private final HotKeys hotKeys;
  private volatile boolean closed;

  Gatherer(
      ShardRouter router, Filling filling, EventLog eventLog, LingerWatch linger, HotKeys hotKeys) {
    this.router = router;
    this.filling = filling;
    this.eventLog = eventLog;
    this.linger = linger;
    this.hotKeys = hotKeys;
  }

  /**
   * Takes a record for which room is reserved in memory and in the log. Whatever is thrown, nothing
   * is taken, and the room stays reserved.
   *
   * @return a mark for the log to wait for
   * @throws IllegalStateException if the producer is closed
   */
  long add(Scratch scratch, PutCallback callback, long reserved) {
    Lane lane = router.lockedLaneOf(scratch.key());
    try {
      if (closed) { // nobody would seal the batch any more
        throw new IllegalStateException("the producer is closed");
      }
      if (lane.sampling().next()) {
        hotKeys.sampled(scratch.keyText());
      }
      return filling.maxAggregateBytes() == Filling.NOTHING_GATHERED
          ? queue(lane, scratch, callback, reserved)
          : gather(lane, scratch, callback, reserved);
    } finally {
      lane.lock().unlock();
    }
  }

  /**
   * Seals all open batches. Looks at every lane, since a put that has its lane may be about to open
   * one.
   */
  void sealAll() {
    router.whileSteady(() -> filling.together(() -> router.lanes().forEach(this::seal)));
  }

  private void seal(Lane lane) {
    lane.lock().lock();
    try {
      filling.sealTogether(lane);
    } finally {
      lane.lock().unlock();
    }
  }

  /**
   * If the linger of what was opened up to a moment is over, seals that, and whatever would be due
   * soon, so that they are sent together; returns the earliest of what stays open.
   */
  long sealLingering(long openedUpToNanos) {
    OpenBatch oldest = filling.oldest();
    if (oldest == null) {
      return LingerWatch.NOTHING_OPEN;
    }
    if (oldest.openedNanos() > openedUpToNanos) {
      return oldest.openedNanos();
    }
    long soonNanos = openedUpToNanos + linger.lingerNanos() / 2;
    filling.together(() -> sealUpTo(soonNanos));
    OpenBatch left = filling.oldest();
    return left == null ? LingerWatch.NOTHING_OPEN : left.openedNanos();
  }

  /** Batches are in the order in which they were opened, so nothing else is looked at. */
  private void sealUpTo(long openedUpToNanos) {
    OpenBatch oldest = filling.oldest();
    while (oldest != null && oldest.openedNanos() <= openedUpToNanos) {
      seal(oldest);
      oldest = filling.oldest();
    }
  }

  /** Unless somebody else did, who has its lane. */
  @SuppressWarnings("ReferenceEquality") // this batch is meant, and no other
  private void seal(OpenBatch batch) {
    Lane lane = batch.lane();
    lane.lock().lock();
    try {
      if (lane.open() == batch) {
        filling.sealTogether(lane);
      }
    } finally {
      lane.lock().unlock();
    }
  }

  /** Seals what lingers from now on. */
  void start() {
    linger.start(this::sealLingering);
  }

  /** Takes no more records; what is open is sealed by {@link #sealAll}. */
  void close() {
    closed = true;
    linger.stop();
  }

  private long gather(Lane lane, Scratch scratch, PutCallback callback, long reserved) {
    OpenBatch open = lane.open();
    if (open != null
        && !open.hasRoomFor(scratch.key(), scratch.data(), filling.maxAggregateBytes())) {
      open.markFull();
      filling.seal(lane);
      open = null;
    }
    if (open == null) {
      open = filling.open(lane, scratch.key().hash());
      linger.opened(open.openedNanos());
    }
    boolean isTaken = false;
    try {
      open.prepare(callback);
      long mark = append(open, scratch, callback, reserved);
      isTaken = true;
      return mark;
    } finally {
      if (!isTaken && open.size() == 0) {
        filling.discard(lane, open);
      }
    }
  }

  /** Into the log first: what is gathered is in it. */
  private long append(OpenBatch open, Scratch scratch, PutCallback callback, long reserved) {
    long mark = eventLog.append(open.share(), open.size(), scratch.key(), scratch.data());
    boolean isAdded = false;
    try {
      open.add(scratch.key(), scratch.data(), callback, reserved);
      isAdded = true;
      return mark;
    } finally {
      if (!isAdded) {
        open.markFull(); // the log has the position that the next one would take
        eventLog.revoke(open.share(), scratch.key(), scratch.data());
      }
    }
  }

  private long queue(Lane lane, Scratch scratch, PutCallback callback, long reserved) {
    LogShare share = filling.begin();
    boolean isAppended = false;
    boolean isQueued = false;
    try {
      var callbacks = new Callbacks();
      callbacks.add(callback);
      var entry = new Entry(scratch.key().text(), null, scratch.data().toByteArray());
      long held = QueuedBatch.OVERHEAD_BYTES + reserved;
      var contents =
          new QueuedBatch.Contents(
              share, callbacks, HeldEntry.reserved(entry, held, filling.now()));
      HashKey hash = scratch.key().hash();
      long mark = eventLog.append(share, 0, scratch.key(), scratch.data());
      isAppended = true;
      filling.queueAlone(lane, hash, contents, scratch.data().sizeBytes());
      isQueued = true;
      return mark;
    } finally {
      if (!isQueued) {
        filling.discard();
      }
      if (isAppended && !isQueued) {
        eventLog.revoke(share, scratch.key(), scratch.data());
      }
    }
  }
}
