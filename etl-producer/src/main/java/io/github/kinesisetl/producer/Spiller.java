// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spool.SpillFile;
import io.github.kinesisetl.producer.spool.SpillFile.Extent;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes entries to disk when memory runs short, and brings them back before their
 * turn comes. If the disk takes no more, they stay in memory, and {@code put} waits.
 */
final class Spiller implements Runnable, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Spiller.class);

  /** From so much of the memory in use, entries go to disk. */
  private static final double HIGH_WATER = 0.75;

  private final SpillFile file;
  private final ProducerParts parts;
  private final Consumer<Batch> loser;
  private final long highWaterBytes;
  private final Thread thread = new Thread(this, "etl-producer-spill");
  private boolean full; // only this thread: until something is freed

  /** The loser rejects a batch whose entry cannot be read back. */
  Spiller(ProducerOptions options, ProducerParts parts, Consumer<Batch> loser) {
    file = SpillFile.create(options.spill().spillDirectory(), options.spill().maxSpillBytes());
    this.parts = parts;
    this.loser = loser;
    highWaterBytes = (long) (options.memory().maxBufferedBytes() * HIGH_WATER);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      SpillTask next = parts.dispatcher().awaitSpillWork(this::isPressed);
      while (next != null) {
        move(next);
        next = parts.dispatcher().awaitSpillWork(this::isPressed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the JVM's end interrupts this thread
    }
  }

  /** Waits for the thread, which the dispatcher's end ends, and gives the disk back. */
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
    return !full && parts.budget().usedBytes() > highWaterBytes;
  }

  private void move(SpillTask task) {
    Entry withheld = task.withheld();
    if (withheld == null) {
      load(task.batch(), requireNonNull(task.batch().spilled()));
    } else {
      spill(task.batch(), withheld);
    }
  }

  private void spill(Batch batch, Entry entry) {
    Extent extent = null;
    try {
      extent = file.write(entry.array(), entry.dataBytes());
    } catch (UncheckedIOException e) {
      log.warn("cannot spill an entry; it stays in memory", e);
    }
    if (extent == null) {
      full = true;
      parts.dispatcher().restored(batch, entry);
      return;
    }
    var place = new SpilledEntry(entry.partitionKey(), entry.explicitHashKey(), extent);
    parts.budget().release(parts.dispatcher().spilled(batch, place, entry));
    parts.frames().give(entry.array());
  }

  private void load(Batch batch, SpilledEntry spilled) {
    Extent extent = spilled.extent();
    byte[] array = parts.frames().take(extent.sizeBytes());
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
    parts.budget().force(array.length);
    var entry =
        new Entry(spilled.partitionKey(), spilled.explicitHashKey(), array, extent.sizeBytes());
    parts.dispatcher().loaded(batch, entry);
  }
}
