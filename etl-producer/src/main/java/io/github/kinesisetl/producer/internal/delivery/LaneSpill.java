// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.memory.SpillPlanner;
import io.github.kinesisetl.producer.internal.memory.SpillSource;
import io.github.kinesisetl.producer.internal.memory.SpillTask;
import io.github.kinesisetl.producer.internal.memory.SpilledEntry;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lanes as the disk sees them: what is at their ends may go there, and must come back before
 * its turn. Shares the dispatcher's lock. Safe for use by many threads.
 */
final class LaneSpill implements SpillSource<QueuedBatch> {

  private final ReentrantLock lock;
  private final Set<Lane> lanes; // guarded by lock
  private final Consumer<Lane> ready;
  private final Condition spillWork;
  private Consumer<QueuedBatch> loser = batch -> {}; // set before anything is moved
  private int onDisk; // batches, or more; guarded by lock
  private boolean stopped; // guarded by lock

  /**
   * A source.
   *
   * @param lock the dispatcher's
   * @param lanes guarded by it
   * @param ready told, under the lock, of a lane where something can be sent again
   */
  LaneSpill(ReentrantLock lock, Set<Lane> lanes, Consumer<Lane> ready) {
    this.lock = lock;
    this.lanes = lanes;
    this.ready = ready;
    spillWork = lock.newCondition();
  }

  /** Tells who sees to a batch whose entry is lost; before the lanes are spilled. */
  LaneSpill losingTo(Consumer<QueuedBatch> whoSeesToIt) {
    loser = whoSeesToIt;
    return this;
  }

  /** There may be something to move; the caller holds the lock. */
  void look() {
    spillWork.signal();
  }

  /** There is nothing to move any more; the caller holds the lock. */
  void stop() {
    stopped = true;
    spillWork.signalAll();
  }

  @Override
  public @Nullable SpillTask<QueuedBatch> awaitSpillWork(BooleanSupplier isPressed)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        QueuedBatch needed = onDisk == 0 ? null : SpillPlanner.toLoad(lanes);
        if (needed != null) {
          return new SpillTask<>(needed, null);
        }
        QueuedBatch last = isPressed.getAsBoolean() ? SpillPlanner.toSpill(lanes) : null;
        if (last != null) {
          return new SpillTask<>(last, last.held().withhold());
        }
        spillWork.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long spilled(QueuedBatch batch, SpilledEntry place, Entry withheld) {
    lock.lock();
    try {
      onDisk++;
      return batch.held().spilledTo(place, withheld);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void restored(QueuedBatch batch, Entry withheld) {
    lock.lock();
    try {
      batch.held().restore(withheld);
      ready.accept(batch.lane());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void loaded(QueuedBatch batch, Entry entry) {
    lock.lock();
    try {
      onDisk--;
      batch.held().loaded(entry);
      ready.accept(batch.lane());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void lost(QueuedBatch batch) {
    loser.accept(batch);
  }
}
