// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the events of a batch, in the order of the events, and the right to tell them once.
 * Filled by one thread at a time; nothing is kept for events of which nobody wants to hear.
 */
final class Callbacks {

  /** What a buffered event costs beside its bytes if somebody waits for its outcome. */
  static final int BYTES_EACH = 48;

  private static final @Nullable PutCallback[] NONE = {};
  private static final int INITIAL = 16;

  private @Nullable PutCallback[] callbacks = NONE; // grows with the first event that has one
  private int size;
  private int waited; // how many of the events have a callback
  private int waiting; // how many of the events may have a callback, from the first
  private final AtomicBoolean claimed = new AtomicBoolean();

  /** Whether nobody waits. */
  @SuppressWarnings("ReferenceEquality") // the one constant is meant, not what a user calls equal
  static boolean isNone(PutCallback callback) {
    return callback == PutCallback.NONE;
  }

  /** Makes room, so that {@link #add} needs no memory. */
  void prepare(PutCallback callback) {
    if (!isNone(callback) && size >= callbacks.length) {
      callbacks = Arrays.copyOf(callbacks, Math.max(INITIAL, size * 2));
    }
  }

  void add(PutCallback callback) {
    if (!isNone(callback)) {
      prepare(callback);
      callbacks[size] = callback;
      waiting = size + 1;
      waited++;
    }
    size++;
  }

  /** How many events there are, whether somebody waits for them or not. */
  int size() {
    return size;
  }

  /** Whether somebody waits for every event. */
  boolean isEachWaitedFor() {
    return waited == size;
  }

  /** Who waits for an event. */
  PutCallback of(int index) {
    PutCallback callback = index < callbacks.length ? callbacks[index] : null;
    return callback == null ? PutCallback.NONE : callback;
  }

  /** What the callbacks cost, with the room that their array is rounded up to. */
  long heldBytes() {
    return (long) callbacks.length * BYTES_EACH;
  }

  /** Whoever gets true tells the callbacks; nobody else does. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /**
   * Tells every callback; one that throws costs its neighbours nothing.
   *
   * @return the first that a callback threw; null if none did
   */
  @Nullable Throwable tell(PutResult result) {
    Throwable thrown = null;
    for (int i = 0; i < waiting; i++) {
      try {
        of(i).settled(result);
      } catch (RuntimeException | Error e) { // the user's code may throw anything
        thrown = thrown == null ? e : thrown;
      }
    }
    return thrown;
  }
}
