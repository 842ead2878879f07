// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one shard, by position. Positions grow by one without gaps; the first one still
 * kept moves up as old entries are trimmed. Guarded by its account.
 */
final class ShardLog {

  private static final int INITIAL_CAPACITY = 16;

  private @Nullable StoredEntry[] ring = new @Nullable StoredEntry[INITIAL_CAPACITY];

  /** Position 0 is the shard's own starting sequence number. */
  private long first = 1;

  private long next = 1;

  long first() {
    return first;
  }

  /** The position that the next entry will get. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return first == next;
  }

  long append(StoredEntry entry) {
    if (next - first == ring.length) {
      resize(ring.length * 2);
    }
    ring[slot(next)] = entry;
    return next++;
  }

  StoredEntry get(long position) {
    if (position < first || position >= next) {
      throw new IndexOutOfBoundsException(position + " is not in " + first + ".." + next);
    }
    return Objects.requireNonNull(ring[slot(position)]);
  }

  StoredEntry removeFirst() {
    StoredEntry entry = get(first);
    ring[slot(first)] = null;
    first++;
    if (ring.length > INITIAL_CAPACITY && next - first < ring.length / 4) {
      resize(ring.length / 2);
    }
    return entry;
  }

  /** The first position whose entry arrived at or after a time, or {@link #next()}. */
  long firstAtOrAfter(long millis) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (get(middle).arrivalMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int slot(long position) {
    return (int) (position & (ring.length - 1));
  }

  private void resize(int capacity) {
    var bigger = new @Nullable StoredEntry[capacity];
    for (long position = first; position < next; position++) {
      bigger[(int) (position & (capacity - 1))] = ring[slot(position)];
    }
    ring = bigger;
  }
}
