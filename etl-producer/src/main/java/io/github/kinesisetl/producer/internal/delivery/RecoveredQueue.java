// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.durable.RecoveredAggregate;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Queues the events of an earlier process in the lanes where their keys belong now, with the ids
 * that they have, whatever the budget says. Used by one thread.
 */
final class RecoveredQueue implements Consumer<RecoveredAggregate> {

  private final ShardRouter router;
  private final Filling filling;
  private final Encoder encoder;
  private final MemoryBudget budget;
  private final ProducerCounters counters;

  RecoveredQueue(
      ShardRouter router,
      Filling filling,
      Encoder encoder,
      MemoryBudget budget,
      ProducerCounters counters) {
    this.router = router;
    this.filling = filling;
    this.encoder = encoder;
    this.budget = budget;
    this.counters = counters;
  }

  @Override
  public void accept(RecoveredAggregate aggregate) {
    router.whileSteady(() -> {
      if (filling.maxAggregateBytes() == Filling.NOTHING_GATHERED) {
        queueEach(aggregate);
      } else {
        queueTogether(aggregate);
      }
    });
  }

  private void queueTogether(RecoveredAggregate aggregate) {
    Map<Lane, BatchPart> byLane = new LinkedHashMap<>();
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      byLane
          .computeIfAbsent(router.map().laneOf(hash), lane -> new BatchPart(lane, hash, encoder))
          .add(record, aggregate.position(i), PutCallback.NONE);
      counters.put(record.sizeBytes());
    }
    for (BatchPart part : byLane.values()) {
      Lane lane = part.lane();
      var origin = QueuedBatch.Origin.at(filling.now(), lane.generation());
      Draft draft =
          part.draft(
              owing(aggregate, part.size()),
              contents -> new QueuedBatch(lane, part.firstHash(), origin, contents));
      filling.queue(draft, part.eventBytes());
    }
  }

  private void queueEach(RecoveredAggregate aggregate) {
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      var callbacks = new Callbacks();
      callbacks.add(PutCallback.NONE);
      counters.put(record.sizeBytes());
      var entry = new Entry(record.partitionKey(), null, record.copyData());
      LogShare share = owing(aggregate, 1);
      QueuedBatch.Contents contents = BatchPart.contents(share, callbacks, entry, filling.now());
      queue(router.map().laneOf(hash), hash, contents, record.sizeBytes());
    }
  }

  private void queue(Lane lane, HashKey hash, QueuedBatch.Contents contents, long eventBytes) {
    budget.force(contents.held().reservedBytes());
    filling.queue(lane, hash, contents, eventBytes);
  }

  private static LogShare owing(RecoveredAggregate aggregate, int events) {
    LogShare share = aggregate.share();
    for (int i = 0; i < events; i++) {
      share.oweOne();
    }
    return share;
  }
}
