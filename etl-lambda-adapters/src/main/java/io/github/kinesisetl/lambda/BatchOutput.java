// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Items on their way to one sink, each remembering the record that it came from. Not safe for use
 * by many threads.
 *
 * @param <T> the type of item
 */
final class BatchOutput<T> {

  /** No item of any entry is missing. */
  static final int ALL_STORED = Integer.MAX_VALUE;

  private final Sink<T> sink;
  private final List<T> items = new ArrayList<>();
  private final List<Origin> origins = new ArrayList<>();

  BatchOutput(Sink<T> sink) {
    this.sink = sink;
  }

  void add(T item, Origin origin) {
    items.add(item);
    origins.add(origin);
  }

  int size() {
    return items.size();
  }

  /** Forgets the items behind a size: their entry was not finished and comes again. */
  void truncate(int size) {
    items.subList(size, items.size()).clear();
    origins.subList(size, origins.size()).clear();
  }

  /**
   * Writes and forgets all items.
   *
   * @param onRefused told of each item that never can be stored, and why; says from which entry on
   *     the batch must come again for that, or {@link #ALL_STORED}
   * @return the first entry whose items are not all stored, or {@link #ALL_STORED}
   */
  int write(BiFunction<Origin, String, Integer> onRefused) {
    WriteResult result = sink.write(List.copyOf(items));
    int firstMissing = ALL_STORED;
    if (result instanceof WriteResult.Partial partial) {
      // A sink that stored everything and still failed has something of its own to repeat.
      int stored = partial.storedItems();
      firstMissing = stored < items.size() ? origins.get(stored).entryIndex() : 0;
    } else if (result instanceof WriteResult.Refused refused) {
      for (var item : refused.reasonsByIndex().entrySet()) {
        Origin origin = origins.get(item.getKey());
        firstMissing = Math.min(firstMissing, onRefused.apply(origin, item.getValue()));
      }
    }
    items.clear();
    origins.clear();
    return firstMissing;
  }

  /**
   * Where an item came from.
   *
   * @param entryIndex the entry's index in its batch
   * @param position the record's place on the stream
   * @param record the record
   */
  record Origin(int entryIndex, RecordPosition position, EventRecord record) {}
}
