// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The batches whose outcome is not known yet, and how many events they have. Guarded by the
 * dispatcher's lock.
 */
final class Unsettled {

  private final Set<QueuedBatch> batches = new LinkedHashSet<>();
  private final NavigableMap<Long, Integer> eventsByNumber = new TreeMap<>();
  private long lastNumber;

  /** Adds a batch, and gives it the next number. */
  void number(QueuedBatch batch) {
    batch.number(++lastNumber);
    add(batch);
  }

  /** Adds a part of a batch, which has the number of its whole. */
  void add(QueuedBatch batch) {
    boolean isCounted = false;
    batches.add(batch);
    try {
      eventsByNumber.merge(batch.number(), batch.size(), Integer::sum);
      isCounted = true;
    } finally {
      if (!isCounted) {
        batches.remove(batch);
      }
    }
  }

  void remove(QueuedBatch batch) {
    if (batches.remove(batch)) {
      eventsByNumber.computeIfPresent(
          batch.number(),
          (number, events) -> events == batch.size() ? null : events - batch.size());
    }
  }

  /** The number of the batch that was numbered last. */
  long lastNumber() {
    return lastNumber;
  }

  /** Whether any batch up to a number is not settled, whole or in part. */
  boolean isAnyUpTo(long number) {
    return !eventsByNumber.isEmpty() && eventsByNumber.firstKey() <= number;
  }

  /** The events of all batches up to a number. */
  long eventsUpTo(long number) {
    return eventsByNumber.headMap(number, true).values().stream().mapToLong(i -> i).sum();
  }

  /** The events of all batches whose first event was put up to a moment. */
  long eventsPutUpTo(long nanos) {
    return batches.stream()
        .filter(batch -> batch.origin().firstPutNanos() - nanos <= 0)
        .mapToLong(QueuedBatch::events)
        .sum();
  }

  /** Forgets all, and returns them. */
  List<QueuedBatch> removeAll() {
    List<QueuedBatch> left = List.copyOf(batches);
    batches.clear();
    eventsByNumber.clear();
    return left;
  }
}
