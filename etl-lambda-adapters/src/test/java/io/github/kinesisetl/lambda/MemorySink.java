// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps items, and stores only some of a write when a test says so. */
final class MemorySink<T> implements Sink<T> {

  private final List<T> items = new ArrayList<>();
  private int nextWritesStore = Integer.MAX_VALUE;
  private int failingWrites;
  private @Nullable T refused;

  /** The next writes store only their first items. */
  synchronized void failNext(int writes, int storedItems) {
    failingWrites = writes;
    nextWritesStore = storedItems;
  }

  /** From now on refuses an item for good. */
  synchronized void refuse(T item) {
    refused = item;
  }

  @Override
  public synchronized WriteResult write(List<T> batch) {
    if (failingWrites > 0 && !batch.isEmpty()) {
      failingWrites--;
      int stored = Math.min(nextWritesStore, batch.size());
      items.addAll(batch.subList(0, stored));
      return new WriteResult.Partial(stored, "scripted");
    }
    int refusedAt = refused == null ? -1 : batch.indexOf(refused);
    for (int i = 0; i < batch.size(); i++) {
      if (i != refusedAt) {
        items.add(batch.get(i));
      }
    }
    return refusedAt < 0
        ? new WriteResult.Complete()
        : new WriteResult.Refused(Map.of(refusedAt, "too large"));
  }

  synchronized List<T> items() {
    return List.copyOf(items);
  }
}
