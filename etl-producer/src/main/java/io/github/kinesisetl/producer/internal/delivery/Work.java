// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sender thread does next. Filled under the dispatcher's lock, then owned by the thread. */
final class Work {
  private final List<QueuedBatch> request = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<QueuedBatch> expired = new ArrayList<>();
  private final List<QueuedBatch> leftOver = new ArrayList<>();
  private @Nullable Lane ended;
  private int bytes;
  private boolean full;

  /** The batches to send. */
  List<QueuedBatch> request() {
    return request;
  }

  /** What they hold, in the same order. */
  List<Entry> entries() {
    return entries;
  }

  /** The batches to give up. */
  List<QueuedBatch> expired() {
    return expired;
  }

  /** The lane of a closed shard whose batches go to its successors; null if there is none. */
  @Nullable Lane ended() {
    return ended;
  }

  /** What that lane held, in order. */
  List<QueuedBatch> leftOver() {
    return leftOver;
  }

  boolean isEmpty() {
    return request.isEmpty() && expired.isEmpty() && ended == null;
  }

  /**
   * Whether an entry fits; from the first that does not, the request is full. One always does: the
   * service says what it thinks of it.
   */
  boolean hasRoomFor(Entry entry, int maxBytes) {
    boolean isTooMuch =
        request.size() == RequestPlanner.MAX_REQUEST_ENTRIES
            || bytes + entry.sizeBytes() > maxBytes;
    full = full || (isTooMuch && !request.isEmpty());
    return !full;
  }

  boolean isFull() {
    return full;
  }

  void add(QueuedBatch batch, Entry entry) {
    request.add(batch);
    entries.add(entry);
    bytes += entry.sizeBytes();
  }

  /** Adds a batch to give up. */
  void expire(QueuedBatch batch) {
    expired.add(batch);
  }

  /**
   * Takes what a closed shard's lane holds, from its end as far as it is in memory: what comes
   * later is put before what follows, and so is what comes before it afterwards. One lane at a
   * time.
   *
   * @return false if there is nothing to take yet
   */
  boolean end(Lane lane) {
    while (!lane.waiting().isEmpty() && lane.waiting().getLast().held().entry() != null) {
      leftOver.add(0, lane.waiting().removeLast());
    }
    if (lane.waiting().isEmpty()
        && lane.misplaced().stream().allMatch(part -> part.held().entry() != null)) {
      leftOver.addAll(0, lane.misplaced());
      lane.misplaced().clear();
    }
    if (leftOver.isEmpty()) {
      return false;
    }
    ended = lane;
    return true;
  }
}
