// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics.internal;

import io.github.kinesisetl.core.metrics.HotKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the keys that occur most among any number of keys, with memory for a fixed number of them.
 * A key that makes up more than one part in {@code capacity} of all weight is always among those
 * kept. Offering allocates nothing. Safe for use by many threads.
 *
 * <p>Source: A. Metwally, D. Agrawal and A. El Abbadi, Efficient computation of frequent and top-k
 * elements in data streams (Space-Saving), 2005: an unknown key takes the place, and the count, of
 * the least of those kept.
 */
public final class TopKeys {

  private static final int MAX_CAPACITY = 1 << 16;
  private static final int EMPTY = -1;

  private final String[] keys;
  private final long[] counts;
  private final long[] errors;
  private final int[] heap; // slots, the least count first
  private final int[] heapIndexes; // of each slot
  private final int[] table; // slots by hash, linear probing
  private int size;
  private long total;

  /**
   * Starts with no key.
   *
   * @param capacity how many keys to keep, 1 to 65,536; ten times those of interest is plenty
   * @throws IllegalArgumentException if the capacity is out of range
   */
  public TopKeys(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be 1 to %d, but is %d".formatted(MAX_CAPACITY, capacity));
    }
    keys = new String[capacity];
    counts = new long[capacity];
    errors = new long[capacity];
    heap = new int[capacity];
    heapIndexes = new int[capacity];
    table = new int[Integer.highestOneBit(capacity) * 4];
    Arrays.fill(table, EMPTY);
  }

  /**
   * Counts a key.
   *
   * @param key the key
   * @param weight how much it counts, at least 1
   */
  public synchronized void offer(String key, long weight) {
    total += weight;
    int at = find(key);
    int slot = table[at];
    if (slot == EMPTY) {
      slot = size < keys.length ? addSlot() : evictLeast();
      keys[slot] = key;
      table[find(key)] = slot;
    }
    counts[slot] += weight;
    siftDown(heapIndexes[slot]);
  }

  /**
   * Halves all counts, so that keys which were hot long ago make room. Call it at a steady pace to
   * see the keys that are hot now.
   */
  public synchronized void fade() {
    total /= 2;
    for (int slot = 0; slot < size; slot++) {
      counts[slot] /= 2; // keeps the order, and so the heap
      errors[slot] /= 2;
    }
  }

  /**
   * All weight that was offered, faded as the counts are.
   *
   * @return 0 or more
   */
  public synchronized long total() {
    return total;
  }

  /**
   * The keys with the highest counts.
   *
   * @param limit most keys to return
   * @return the keys, the hottest first
   */
  public synchronized List<HotKey> top(int limit) {
    List<HotKey> all = new ArrayList<>(size);
    for (int slot = 0; slot < size; slot++) {
      double share = total == 0 ? 0 : (double) counts[slot] / total;
      all.add(new HotKey(keys[slot], counts[slot], errors[slot], Math.min(1, share)));
    }
    all.sort(Comparator.comparingLong(HotKey::count).reversed().thenComparing(HotKey::key));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  /** Takes the next free slot; its count of 0 belongs at the top of the heap. */
  private int addSlot() {
    int slot = size++;
    int at = slot;
    while (at > 0) {
      int parent = (at - 1) / 2;
      place(heap[parent], at);
      at = parent;
    }
    place(slot, 0);
    return slot;
  }

  /** Frees the slot of the least key, whose count the next key takes over as its error. */
  private int evictLeast() {
    int slot = heap[0];
    remove(find(keys[slot]));
    errors[slot] = counts[slot];
    return slot;
  }

  private void siftDown(int from) {
    int slot = heap[from];
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && counts[heap[child + 1]] < counts[heap[child]]) {
        child++;
      }
      if (counts[heap[child]] >= counts[slot]) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(slot, at);
  }

  private void place(int slot, int at) {
    heap[at] = slot;
    heapIndexes[slot] = at;
  }

  /** Where a key stands in the table, or where it would. */
  private int find(String key) {
    int at = homeOf(key);
    while (table[at] != EMPTY && !keys[table[at]].equals(key)) {
      at = next(at);
    }
    return at;
  }

  /** Moves those behind a gap into it that belong there (D. Knuth, TAOCP 3, 6.4, algorithm R). */
  private void remove(int at) {
    int gap = at;
    int i = next(at);
    while (table[i] != EMPTY) {
      int home = homeOf(keys[table[i]]);
      int distance = (i - home) & (table.length - 1);
      if (distance >= ((i - gap) & (table.length - 1))) {
        table[gap] = table[i];
        gap = i;
      }
      i = next(i);
    }
    table[gap] = EMPTY;
  }

  private int homeOf(String key) {
    int hash = key.hashCode() * 0x9E3779B9; // spreads keys that differ in their last letters only
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (table.length - 1);
  }
}
