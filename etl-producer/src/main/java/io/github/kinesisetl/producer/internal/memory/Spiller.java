// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.internal.OwnThreads;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.memory.SpillFile.Extent;
import io.github.kinesisetl.producer.spi.Entry;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes entries to disk when memory runs short, and brings them back before their
 * turn comes. If the disk takes no more, they stay in memory, and {@code put} waits.
 *
 * @param <B> what waits
 */
public final class Spiller<B extends Spillable> implements Runnable, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Spiller.class);

  /** From so much of the memory in use, entries go to disk. */
  private static final double HIGH_WATER = 0.75;

  private final SpillFile file;
  private final SpillSource<B> source;
  private final Consumer<B> loser;
  private final MemoryBudget budget;
  private final FramePool frames;
  private final long highWaterBytes;
  private final Ticker ticker;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended; // guarded by lock
  private boolean full; // only the thread: until something is freed

  /**
   * A spiller that does nothing yet.
   *
   * @param file closed with the spiller
   * @param source tells what to move
   * @param loser told of a batch whose entry cannot be read back
   * @param budget tells when memory runs short
   * @param frames where arrays come from and go to
   * @param ticker the time that a close waits by
   * @param threads makes the thread
   */
  public Spiller(
      SpillFile file,
      SpillSource<B> source,
      Consumer<B> loser,
      MemoryBudget budget,
      FramePool frames,
      Ticker ticker,
      OwnThreads threads) {
    this.ticker = ticker;
    thread = threads.thread("spill", this);
    this.loser = loser;
    this.file = file;
    this.source = source;
    this.budget = budget;
    this.frames = frames;
    highWaterBytes = (long) (budget.maxBytes() * HIGH_WATER);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      SpillTask<B> next = source.awaitSpillWork(this::isPressed);
      while (next != null) {
        move(next);
        next = source.awaitSpillWork(this::isPressed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the JVM's end interrupts this thread
    } finally {
      try {
        file.close();
      } finally {
        end();
      }
    }
  }

  /** Gives the disk back once the thread has ended, which the source's end makes it do. */
  @Override
  public void close() {
    close(Long.MAX_VALUE / 4 + ticker.nanoTime());
  }

  /**
   * As above, but waits no longer than a disk may take that hangs: then the thread gives back.
   *
   * @param deadlineNanos until when it waits
   */
  public void close(long deadlineNanos) {
    lock.lock();
    try {
      while (!ended && deadlineNanos - ticker.nanoTime() > 0) {
        ticker.awaitUntil(lock, changed, deadlineNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isPressed() {
    return !full && budget.usedBytes() > highWaterBytes;
  }

  private void move(SpillTask<B> task) {
    Entry withheld = task.withheld();
    try {
      if (withheld == null) {
        load(task.batch(), requireNonNull(task.batch().held().spilled()));
      } else {
        spill(task.batch(), withheld);
      }
    } catch (RuntimeException | Error e) { // the thread's outermost loop: others wait for it
      log.error("an entry cannot be moved between memory and disk", e);
      full = true;
      if (withheld == null) {
        loser.accept(task.batch());
      } else {
        source.restored(task.batch(), withheld);
      }
    }
  }

  private void spill(B batch, Entry entry) {
    Extent extent = null;
    try {
      extent = file.write(entry.array(), entry.dataBytes());
    } catch (UncheckedIOException e) {
      log.warn("cannot spill an entry; it stays in memory", e);
    }
    if (extent == null) {
      full = true;
      source.restored(batch, entry);
      return;
    }
    var place = new SpilledEntry(entry.partitionKey(), entry.explicitHashKey(), extent);
    budget.release(source.spilled(batch, place, entry));
    frames.give(entry.array());
  }

  private void load(B batch, SpilledEntry spilled) {
    Extent extent = spilled.extent();
    byte[] array = frames.take(extent.sizeBytes());
    try {
      file.read(extent, array);
    } catch (UncheckedIOException e) {
      log.error("cannot read a spilled entry back; its events are rejected", e);
      loser.accept(batch);
      return;
    } finally {
      file.free(extent);
      full = false;
    }
    budget.force(array.length);
    var entry =
        new Entry(spilled.partitionKey(), spilled.explicitHashKey(), array, extent.sizeBytes());
    source.loaded(batch, entry);
  }
}
