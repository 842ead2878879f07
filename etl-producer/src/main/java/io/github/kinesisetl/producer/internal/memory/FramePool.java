// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays for entries, used again, so that an event costs no garbage. Arrays come in classes of
 * size, eight between a power of two and the next, so that less than an eighth of one is unused.
 * What lies idle is bounded. Safe for use by many threads.
 */
public final class FramePool {

  private static final int MIN_BYTES = 1 << 6;
  private static final int CLASSES_PER_DOUBLING = 8;
  private static final int CLASS_BITS = 3;
  private static final int MIN_SHIFT = 6 - CLASS_BITS;

  private final long maxIdleBytes;
  private final Deque<byte[]>[] idle; // guarded by this
  private long idleBytes; // guarded by this

  /**
   * An empty pool.
   *
   * @param maxIdleBytes most bytes that lie idle
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  public FramePool(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
    idle = new ArrayDeque[CLASSES_PER_DOUBLING * (Integer.SIZE - MIN_SHIFT)];
  }

  /**
   * An array; what it holds is left over from others.
   *
   * @param bytes how long it must be at least
   * @return the array
   */
  public byte[] take(int bytes) {
    int sizeClass = sizeClass(bytes);
    synchronized (this) {
      Deque<byte[]> arrays = idle[sizeClass];
      if (arrays != null && !arrays.isEmpty()) {
        byte[] array = arrays.removeLast();
        idleBytes -= array.length;
        return array;
      }
    }
    return new byte[bytesOf(sizeClass)];
  }

  /**
   * Takes an array back that nobody reads any more.
   *
   * @param array the array
   */
  public void give(byte[] array) {
    int sizeClass = sizeClass(array.length);
    if (bytesOf(sizeClass) != array.length) {
      return; // not one of ours
    }
    synchronized (this) {
      if (idleBytes + array.length <= maxIdleBytes) {
        if (idle[sizeClass] == null) {
          idle[sizeClass] = new ArrayDeque<>();
        }
        idle[sizeClass].addLast(array);
        idleBytes += array.length;
      }
    }
  }

  synchronized long idleBytes() {
    return idleBytes;
  }

  /** The smallest class whose arrays hold so many bytes: octave and eighth, like a float. */
  private static int sizeClass(int bytes) {
    int needed = Math.max(bytes, MIN_BYTES) - 1;
    int shift = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(needed) - CLASS_BITS;
    int eighth = (needed >>> shift) & (CLASSES_PER_DOUBLING - 1);
    return (shift - MIN_SHIFT + 1) * CLASSES_PER_DOUBLING + eighth + 1;
  }

  private static int bytesOf(int sizeClass) {
    int index = sizeClass - 1;
    int shift = index / CLASSES_PER_DOUBLING + MIN_SHIFT - 1;
    long bytes = (long) (CLASSES_PER_DOUBLING + index % CLASSES_PER_DOUBLING + 1) << shift;
    return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
  }
}
