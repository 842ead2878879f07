// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a batch holds for what is sent of it: a reservation until its entry is made, then the entry,
 * and for a while maybe only the place on disk where it lies. Whoever makes the entry sets it once;
 * what comes afterwards is guarded by the owner of the batch's queue.
 */
public final class HeldEntry {

  private final long besideBytes;
  private long reservedBytes;
  private long readyNanos; // written before the entry
  private volatile @Nullable Entry entry;
  private @Nullable SpilledEntry spilled;

  /**
   * Holds a reservation.
   *
   * @param reservedBytes what was reserved for the records
   * @param besideBytes what is held beside the entry as long as it is
   */
  public HeldEntry(long reservedBytes, long besideBytes) {
    this.reservedBytes = reservedBytes;
    this.besideBytes = besideBytes;
  }

  /**
   * Holds just an entry.
   *
   * @param entry the entry
   * @param besideBytes what is held beside it
   * @param now since when it can be sent
   * @return what is held
   */
  public static HeldEntry of(Entry entry, long besideBytes, long now) {
    var held = new HeldEntry(entry.array().length + besideBytes, besideBytes);
    long unused = held.ready(entry, now);
    return held;
  }

  /**
   * Holds an entry and all that was reserved for it.
   *
   * @param entry the entry
   * @param reservedBytes what was reserved
   * @param now since when it can be sent
   * @return what is held
   */
  public static HeldEntry reserved(Entry entry, long reservedBytes, long now) {
    var held = new HeldEntry(reservedBytes, reservedBytes);
    long unused = held.ready(entry, now);
    return held;
  }

  /**
   * Sets what is sent.
   *
   * @param made the entry
   * @param now since when it can be sent
   * @return the reserved bytes that need not be held any more
   */
  public synchronized long ready(Entry made, long now) {
    long spare = Math.max(0, reservedBytes - besideBytes - made.array().length);
    reservedBytes -= spare;
    readyNanos = now;
    entry = made;
    return spare;
  }

  /** {@return what is sent; null before it is made and while it is on disk} */
  public @Nullable Entry entry() {
    return entry;
  }

  /** {@return since when it could be sent; read it after {@link #entry()}} */
  public long readyNanos() {
    return readyNanos;
  }

  /** {@return what the budget must hold for it} */
  public synchronized long reservedBytes() {
    return reservedBytes;
  }

  /**
   * Holds nothing any more, whoever is still making the entry.
   *
   * @return the bytes that need not be held any more
   */
  public synchronized long giveUp() {
    long held = reservedBytes;
    reservedBytes = 0;
    return held;
  }

  /** {@return where the entry is on disk; null if it is not} */
  public @Nullable SpilledEntry spilled() {
    return spilled;
  }

  /**
   * Takes the entry out of memory; until it is back, it cannot be sent.
   *
   * @return the entry
   */
  public Entry withhold() {
    Entry withheld = requireNonNull(entry);
    entry = null;
    return withheld;
  }

  /**
   * Notes where the entry is.
   *
   * @param place where
   * @param withheld the entry
   * @return the bytes that need not be held any more
   */
  public synchronized long spilledTo(SpilledEntry place, Entry withheld) {
    spilled = place;
    long freed = Math.min(reservedBytes, withheld.array().length);
    reservedBytes -= freed;
    return freed;
  }

  /**
   * Takes the entry back that was withheld.
   *
   * @param withheld the entry
   */
  public void restore(Entry withheld) {
    entry = withheld;
  }

  /**
   * Takes the entry back that was on disk.
   *
   * @param fromDisk the entry
   */
  public synchronized void loaded(Entry fromDisk) {
    spilled = null;
    reservedBytes += fromDisk.array().length;
    entry = fromDisk;
  }
}
