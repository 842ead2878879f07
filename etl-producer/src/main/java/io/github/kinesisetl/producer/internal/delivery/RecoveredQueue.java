// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.durable.RecoveredAggregate;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Queues the events of an earlier process in the lanes where their keys belong now, with the ids
 * that they have, whatever the budget says. Used by one thread.
 */
final class RecoveredQueue implements Consumer<RecoveredAggregate> {

  private final ShardRouter router;
  private final Filling filling;
  private final EntryEncoder encoder;
  private final ProducerCounters counters;

  RecoveredQueue(
      ShardRouter router, Filling filling, EntryEncoder encoder, ProducerCounters counters) {
    this.router = router;
    this.filling = filling;
    this.encoder = encoder;
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

  /** All events or none are queued, so that whoever fails on the way may begin anew. */
  private void queueTogether(RecoveredAggregate aggregate) {
    Map<Lane, BatchPart> byLane = new LinkedHashMap<>();
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      byLane
          .computeIfAbsent(router.map().laneOf(hash), lane -> new BatchPart(lane, hash, encoder))
          .add(record, aggregate.position(i), PutCallback.NONE);
    }
    List<Draft> drafts = new ArrayList<>(byLane.size());
    for (BatchPart part : byLane.values()) {
      Lane lane = part.lane();
      var origin = QueuedBatch.Origin.at(filling.now(), lane.generation());
      drafts.add(
          part.draft(
              owing(aggregate, part.size()),
              contents -> new QueuedBatch(lane, part.firstHash(), origin, contents)));
    }
    filling.queue(drafts, byLane.values().stream().mapToLong(BatchPart::eventBytes).sum());
    for (int i = 0; i < aggregate.size(); i++) {
      counters.put(aggregate.recordBytes(i));
    }
  }

  private void queueEach(RecoveredAggregate aggregate) {
    List<QueuedBatch> batches = new ArrayList<>(aggregate.size());
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      Lane lane = router.map().laneOf(hash);
      var callbacks = new Callbacks();
      callbacks.add(PutCallback.NONE);
      var entry = new Entry(record.partitionKey(), null, record.copyData());
      long now = filling.now();
      QueuedBatch.Contents contents =
          BatchPart.contents(owing(aggregate, 1), callbacks, entry, now);
      batches.add(
          new QueuedBatch(lane, hash, QueuedBatch.Origin.at(now, lane.generation()), contents));
    }
    filling.queueMade(batches, aggregate.payloadBytes());
    for (int i = 0; i < aggregate.size(); i++) {
      counters.put(aggregate.recordBytes(i));
    }
  }

  private static LogShare owing(RecoveredAggregate aggregate, int events) {
    LogShare share = aggregate.share();
    for (int i = 0; i < events; i++) {
      share.oweOne();
    }
    return share;
  }
}
