// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.internal.Latch;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.TransientFaults;
import io.github.kinesisetl.producer.internal.memory.SpillFile.Extent;
import io.github.kinesisetl.producer.spi.Entry;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes entries to disk when memory runs short, and brings them back before their
 * turn comes. If the disk takes no more, they stay in memory, and {@code put} waits.
 *
 * @param <B> what waits
 */
public final class Spiller<B extends Spillable> implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Spiller.class);

  /** From so much of the memory in use, entries go to disk. */
  private static final double HIGH_WATER = 0.75;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SpillFile file;
  private final SpillSource<B> source;
  private final MemoryBudget budget;
  private final FramePool frames;
  private final Ticker ticker;
  private final Latch ended;
  private boolean full; // only the thread: until something is freed, or a pause is over
  private boolean failing; // only the thread: the last entry could not be written

  /**
   * A spiller for a thread to run.
   *
   * @param file closed with the spiller
   * @param source tells what to move
   * @param budget tells when memory runs short
   * @param frames where arrays come from and go to
   * @param ticker the time that a close waits by
   */
  public Spiller(
      SpillFile file, SpillSource<B> source, MemoryBudget budget, FramePool frames, Ticker ticker) {
    this.file = file;
    this.source = source;
    this.budget = budget;
    this.frames = frames;
    this.ticker = ticker;
    ended = new Latch(ticker);
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
        ended.open();
      }
    }
  }

  /**
   * Waits until the thread has given the disk back, which the source's end makes it do: no longer
   * than a disk may take that hangs.
   *
   * @param deadlineNanos until when it waits
   */
  public void close(long deadlineNanos) {
    ended.awaitQuietly(deadlineNanos);
  }

  private boolean isPressed() {
    return !full && budget.usedBytes() > budget.maxBytes() * HIGH_WATER;
  }

  private void move(SpillTask<B> task) throws InterruptedException {
    Entry withheld = task.withheld();
    try {
      if (withheld == null) {
        load(task.batch(), requireNonNull(task.batch().held().spilled()));
      } else {
        spill(task.batch(), withheld);
      }
    } catch (RuntimeException | Error e) { // the thread's outermost loop: others wait for it
      log.error("an entry cannot be moved between memory and disk", e);
      if (withheld != null) {
        keep(task.batch(), withheld);
      } else if (TransientFaults.isTransient(e)) {
        ticker.sleep(PAUSE_NANOS); // it stays on disk, and is still the next
      } else {
        source.lost(task.batch());
      }
    }
  }

  private void spill(B batch, Entry entry) throws InterruptedException {
    Extent extent = write(entry);
    if (extent == null) {
      keep(batch, entry);
      return;
    }
    boolean isSpilled = false;
    try {
      var place = new SpilledEntry(entry.partitionKey(), entry.explicitHashKey(), extent);
      budget.release(source.spilled(batch, place, entry));
      isSpilled = true;
    } finally {
      if (!isSpilled) {
        file.free(extent);
      }
    }
    failing = false;
    frames.give(entry.array());
  }

  private @Nullable Extent write(Entry entry) {
    try {
      return file.write(entry.array(), entry.dataBytes());
    } catch (UncheckedIOException e) {
      if (!failing) {
        log.warn("cannot spill an entry; it stays in memory", e);
      }
      failing = true;
      return null;
    }
  }

  /**
   * Lets an entry stay in memory. If nothing is on disk, nothing will be freed there, so only time
   * can tell whether the disk takes more.
   */
  private void keep(B batch, Entry entry) throws InterruptedException {
    full = true;
    source.restored(batch, entry);
    if (file.usedBytes() == 0) {
      ticker.sleep(PAUSE_NANOS);
      full = false;
    }
  }

  private void load(B batch, SpilledEntry spilled) {
    Extent extent = spilled.extent();
    byte[] array = frames.take(extent.sizeBytes());
    try {
      file.read(extent, array);
    } catch (UncheckedIOException e) {
      log.error("cannot read a spilled entry back; its events are given up", e);
      free(extent);
      source.lost(batch);
      return;
    }
    var entry =
        new Entry(spilled.partitionKey(), spilled.explicitHashKey(), array, extent.sizeBytes());
    budget.force(array.length);
    source.loaded(batch, entry);
    free(extent);
  }

  private void free(Extent extent) {
    file.free(extent);
    full = false;
  }
}
