// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps items in memory, and refuses or fails what a test says. Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class MemorySink<T> implements Sink<T> {

  private final List<T> items = new ArrayList<>(); // guarded by this, as all else
  private final Set<T> refused = new HashSet<>();
  private final Set<T> busy = new HashSet<>();
  private int failingWrites;
  private int storedOfFailing;

  /** A sink that stores everything. */
  public MemorySink() {}

  /**
   * The next writes that are not empty store only their first items; the others fail for now.
   *
   * @param writes how many writes
   * @param storedItems how many items of each are stored
   */
  public synchronized void failNext(int writes, int storedItems) {
    failingWrites = writes;
    storedOfFailing = storedItems;
  }

  /**
   * From now on an item is refused for good.
   *
   * @param item the item
   */
  public synchronized void refuse(T item) {
    refused.add(requireNonNull(item, "item"));
  }

  /**
   * An item fails for now, whatever its neighbours do, until {@link #relieve}.
   *
   * @param item the item
   */
  public synchronized void fail(T item) {
    busy.add(requireNonNull(item, "item"));
  }

  /** What failed for now is stored from now on. */
  public synchronized void relieve() {
    busy.clear();
    failingWrites = 0;
  }

  @Override
  public synchronized WriteResult write(List<T> batch) {
    var outcomes = WriteResult.builder(batch.size());
    boolean failing = failingWrites > 0 && !batch.isEmpty();
    failingWrites -= failing ? 1 : 0;
    for (int i = 0; i < batch.size(); i++) {
      T item = batch.get(i);
      if ((failing && i >= storedOfFailing) || busy.contains(item)) {
        outcomes.failed(i, "scripted");
      } else if (refused.contains(item)) {
        outcomes.refused(i, "too large");
      } else {
        items.add(item);
        outcomes.stored(i);
      }
    }
    return outcomes.build();
  }

  /**
   * What was stored so far, in that order, repeats included.
   *
   * @return a copy
   */
  public synchronized List<T> items() {
    return List.copyOf(items);
  }
}
