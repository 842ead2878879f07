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
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;

/**
 * Puts each record where it goes: into the open batch of its lane, or, where each record is an
 * entry, straight into the lane. Safe for use by many threads; gathering a record makes no object.
 */
final class Gatherer {

  private final ShardRouter router;
  private final Filling filling;
  private final EventLog eventLog;
  private final MemoryBudget budget;
  private final HotKeys hotKeys;
  private volatile boolean closed;

  Gatherer(
      ShardRouter router,
      Filling filling,
      EventLog eventLog,
      MemoryBudget budget,
      HotKeys hotKeys) {
    this.router = router;
    this.filling = filling;
    this.eventLog = eventLog;
    this.budget = budget;
    this.hotKeys = hotKeys;
  }

  /**
   * Takes a record for which room is reserved in memory and in the log.
   *
   * @return a mark for the log to wait for
   * @throws IllegalStateException if the producer is closed; nothing stays reserved
   */
  long add(Scratch scratch, PutCallback callback, long reserved) {
    Lane lane = router.lockedLaneOf(scratch.key());
    try {
      if (closed) { // nobody would seal the batch any more
        budget.release(reserved);
        eventLog.cancel(scratch.key(), scratch.data());
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

  /** Seals all open batches. */
  void sealAll() {
    router.whileSteady(() -> sealLingering(Long.MAX_VALUE));
  }

  /** Seals what was opened up to a moment; returns the earliest of what stays open. */
  long sealLingering(long openedUpToNanos) {
    long earliest = LingerWatch.NOTHING_OPEN;
    for (Lane lane : router.lanes()) {
      lane.lock().lock();
      try {
        OpenBatch batch = lane.open();
        if (batch == null) {
          continue;
        }
        if (batch.openedNanos() <= openedUpToNanos) {
          filling.seal(lane);
        } else {
          earliest = Math.min(earliest, batch.openedNanos());
        }
      } finally {
        lane.lock().unlock();
      }
    }
    return earliest;
  }

  /** Seals what lingers from now on. */
  void start() {
    filling.start(this::sealLingering);
  }

  /** Takes no more records; what is open is sealed by {@link #sealAll}. */
  void close() {
    closed = true;
    filling.stop();
  }

  /** Writes to the log; if that fails, nothing is taken. */
  private long append(LogShare share, int position, Scratch scratch, long reserved) {
    boolean isAppended = false;
    try {
      long mark = eventLog.append(share, position, scratch.key(), scratch.data());
      isAppended = true;
      return mark;
    } finally {
      if (!isAppended) {
        budget.release(reserved);
      }
    }
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
    }
    boolean isTaken = false;
    try {
      long mark = append(open.share(), open.size(), scratch, reserved);
      open.add(scratch.key(), scratch.data(), callback, reserved);
      isTaken = true;
      return mark;
    } finally {
      if (!isTaken && open.size() == 0) {
        filling.discard(lane, open);
      }
    }
  }

  private long queue(Lane lane, Scratch scratch, PutCallback callback, long reserved) {
    LogShare share = filling.begin();
    long mark = appendAlone(share, scratch, reserved);
    var callbacks = new Callbacks();
    callbacks.add(callback);
    HashKey hash = scratch.key().hash();
    var entry = new Entry(scratch.key().text(), null, scratch.data().toByteArray());
    long held = QueuedBatch.OVERHEAD_BYTES + reserved;
    filling.queueAlone(
        lane,
        hash,
        new QueuedBatch.Contents(share, callbacks, HeldEntry.reserved(entry, held, filling.now())),
        scratch.data().sizeBytes());
    return mark;
  }

  private long appendAlone(LogShare share, Scratch scratch, long reserved) {
    boolean isAppended = false;
    try {
      long mark = append(share, 0, scratch, reserved);
      isAppended = true;
      return mark;
    } finally {
      if (!isAppended) {
        filling.discard();
      }
    }
  }
}
