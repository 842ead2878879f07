// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The batches that were stored elsewhere than predicted, by the lanes that wait for them, and
 * whether somebody wants to know why. Safe for use by many threads.
 */
final class Strays {

  /** A lane waits so long for its shard to be listed as closed, once: then it goes on as it is. */
  private static final long MAX_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Lane, OfLane> lanes = new LinkedHashMap<>(); // guarded by lock
  private State state = State.IDLE; // guarded by lock

  Strays(Ticker ticker) {
    this.ticker = ticker;
  }

  private enum State {
    IDLE,
    WANTED,
    STOPPED
  }

  /** What was stored astray of a lane, and since when the lane waits to learn why. */
  private static final class OfLane {
    private final long sinceNanos;
    private final List<Stray> entries = new ArrayList<>();
    private boolean isAccepted; // the lane does not wait any more

    OfLane(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  /** A batch that lies elsewhere than predicted. */
  record Stray(QueuedBatch batch, Entry entry, Stored stored) {}

  /**
   * Takes a batch over, whose lane waits for it from now on.
   *
   * @return false if whoever has it sees to it: nobody follows any more, or the lane goes on as it
   *     is
   */
  boolean add(Stray stray) {
    lock.lock();
    try {
      if (state == State.STOPPED || isAccepted(stray.batch.lane())) {
        return false;
      }
      putBack(stray);
      want(); // with the lock, or whoever follows might look before there is anything
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps what could not be seen to now. */
  void putBack(Stray stray) {
    lock.lock();
    try {
      OfLane ofLane =
          lanes.computeIfAbsent(stray.batch.lane(), lane -> new OfLane(ticker.nanoTime()));
      ofLane.entries.add(stray);
      stray.batch.astray(true);
    } finally {
      lock.unlock();
    }
  }

  /** The lanes of which anything was stored astray. */
  List<Lane> lanes() {
    lock.lock();
    try {
      return List.copyOf(lanes.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Whether a lane waited so long that it had better go on. */
  boolean isWaitingTooLong(Lane lane) {
    lock.lock();
    try {
      OfLane ofLane = lanes.get(lane);
      return ofLane != null
          && !ofLane.isAccepted
          && ticker.nanoTime() - ofLane.sinceNanos >= MAX_WAIT_NANOS;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was stored astray of a lane, in order; nobody else has it afterwards.
   *
   * @param isAccepted whether what comes next is left where it lies, too
   */
  List<Stray> take(Lane lane, boolean isAccepted) {
    lock.lock();
    try {
      OfLane ofLane = lanes.get(lane);
      if (ofLane == null) {
        return List.of();
      }
      List<Stray> entries = List.copyOf(ofLane.entries);
      ofLane.entries.clear();
      ofLane.isAccepted = isAccepted;
      if (!isAccepted) {
        lanes.remove(lane);
      }
      return entries;
    } finally {
      lock.unlock();
    }
  }

  /** Somebody wants to know what is true of the stream. */
  void want() {
    lock.lock();
    try {
      if (state == State.IDLE) {
        state = State.WANTED;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wants to know it again as long as any lane waits. */
  void wantIfAnyWaits() {
    lock.lock();
    try {
      if (lanes.values().stream().anyMatch(ofLane -> !ofLane.entries.isEmpty())) {
        want();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until somebody wants to know; false once stopped. */
  boolean awaitWanted() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state == State.IDLE) {
        changed.await();
      }
      boolean isWanted = state == State.WANTED;
      if (isWanted) {
        state = State.IDLE;
      }
      return isWanted;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody follows any more. */
  void stop() {
    lock.lock();
    try {
      state = State.STOPPED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isAccepted(Lane lane) {
    OfLane ofLane = lanes.get(lane);
    return ofLane != null && ofLane.isAccepted;
  }
}
