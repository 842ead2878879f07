// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.internal.memory.SpillFile.Extent;
import io.github.kinesisetl.producer.spi.Entry;
import java.io.UncheckedIOException;
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
  private final Thread thread = new Thread(this, "etl-producer-spill");
  private boolean full; // only this thread: until something is freed

  /**
   * A spiller that does nothing yet.
   *
   * @param file closed with the spiller
   * @param source tells what to move
   * @param loser told of a batch whose entry cannot be read back
   * @param budget tells when memory runs short
   * @param frames where arrays come from and go to
   */
  public Spiller(
      SpillFile file,
      SpillSource<B> source,
      Consumer<B> loser,
      MemoryBudget budget,
      FramePool frames) {
    this.loser = loser;
    this.file = file;
    this.source = source;
    this.budget = budget;
    this.frames = frames;
    highWaterBytes = (long) (budget.maxBytes() * HIGH_WATER);
    thread.setDaemon(true);
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
    }
  }

  /** Waits for the thread, which the source's end ends, and gives the disk back. */
  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }

  private boolean isPressed() {
    return !full && budget.usedBytes() > highWaterBytes;
  }

  private void move(SpillTask<B> task) {
    Entry withheld = task.withheld();
    if (withheld == null) {
      load(task.batch(), requireNonNull(task.batch().held().spilled()));
    } else {
      spill(task.batch(), withheld);
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
