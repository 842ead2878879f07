// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What a recorder has seen, oldest first. Beyond its bound the oldest entries go. Safe for use by
 * many threads.
 *
 * @param <E> what is recorded
 */
public final class BoundedLog<E> {

  private final long maxBytes;
  private final ToLongFunction<E> cost;
  private final Deque<E> entries = new ArrayDeque<>();
  private long usedBytes;

  /**
   * Makes an empty log.
   *
   * @param maxBytes what all entries together may cost
   * @param cost what an entry costs in bytes, always the same
   */
  public BoundedLog(long maxBytes, ToLongFunction<E> cost) {
    this.maxBytes = maxBytes;
    this.cost = cost;
  }

  /**
   * Records entries, all at once, and drops the oldest ones if there is no room.
   *
   * @param more the entries in their order
   */
  public synchronized void add(List<E> more) {
    for (E entry : more) {
      entries.addLast(entry);
      usedBytes += cost.applyAsLong(entry);
    }
    while (usedBytes > maxBytes) {
      usedBytes -= cost.applyAsLong(entries.removeFirst());
    }
  }

  /**
   * Returns what is left.
   *
   * @param wanted which entries
   * @return a copy, oldest first
   */
  public synchronized List<E> entries(Predicate<E> wanted) {
    return entries.stream().filter(wanted).toList();
  }

  /**
   * Forgets entries.
   *
   * @param unwanted which ones
   */
  public synchronized void remove(Predicate<E> unwanted) {
    entries.removeIf(unwanted);
    usedBytes = entries.stream().mapToLong(cost).sum();
  }
}
