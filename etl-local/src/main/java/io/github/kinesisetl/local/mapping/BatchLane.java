// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.stream.DeliveredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers entries of a shard into batches and delivers one after the other, so that entries of one
 * partition key keep their order. One thread offers, one runs.
 */
final class BatchLane {

  private static final Optional<DeliveredEntry> END = Optional.empty();

  private final String shardId;
  private final MappingPolicy policy;
  private final InvocationPayload payloads;
  private final BatchInvoker invoker;
  private final BlockingQueue<Optional<DeliveredEntry>> queue;
  private @Nullable DeliveredEntry leftOver; // only the running thread
  private boolean ended; // only the running thread

  BatchLane(
      String shardId, MappingPolicy policy, InvocationPayload payloads, BatchInvoker invoker) {
    this.shardId = shardId;
    this.policy = policy;
    this.payloads = payloads;
    this.invoker = invoker;
    queue = new ArrayBlockingQueue<>(2 * policy.options().batchSize() + 1);
  }

  void offer(DeliveredEntry entry) throws InterruptedException {
    queue.put(Optional.of(entry));
  }

  void end() throws InterruptedException {
    queue.put(END);
  }

  /** Delivers until the end of the shard. */
  void run() throws InterruptedException {
    while (!ended) {
      Batch batch = gather();
      if (!batch.entries().isEmpty()) {
        invoker.deliver(batch);
      }
    }
  }

  /** Waits for a first entry, then for more until count, bytes or window are full. */
  private Batch gather() throws InterruptedException {
    List<DeliveredEntry> entries = new ArrayList<>();
    long bytes = 0;
    long windowEnds = 0;
    while (!policy.isFull(entries.size())) {
      DeliveredEntry entry = entries.isEmpty() ? first() : next(windowEnds - System.nanoTime());
      if (entry == null) {
        break;
      }
      if (entries.isEmpty()) {
        windowEnds = System.nanoTime() + policy.options().window().toNanos();
      }
      int more = payloads.sizeBytes(entry);
      if (!policy.hasRoom(entries.size(), bytes, more)) {
        leftOver = entry;
        break;
      }
      entries.add(entry);
      bytes += more;
    }
    return new Batch(shardId, entries);
  }

  private @Nullable DeliveredEntry first() throws InterruptedException {
    if (leftOver != null) {
      DeliveredEntry entry = leftOver;
      leftOver = null;
      return entry;
    }
    return unlessEnd(queue.take());
  }

  private @Nullable DeliveredEntry next(long waitNanos) throws InterruptedException {
    Optional<DeliveredEntry> next = queue.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
    return next == null ? null : unlessEnd(next);
  }

  private @Nullable DeliveredEntry unlessEnd(Optional<DeliveredEntry> next) {
    ended |= next.isEmpty();
    return next.orElse(null);
  }
}
