// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.internal.encoding.EntryReader;
import io.github.kinesisetl.producer.internal.schedule.HandOff;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes batches apart that were made for a shard which is closed now, or that are too large, and
 * puts batches of their records in their place. Every event keeps its id. That is done as a whole
 * or not at all: whatever is thrown on the way, the batch is as it was, and so are memory and log.
 * Safe for use by many threads.
 */
final class Resplitter {

  private final EntryEncoder encoder;
  private final EntryReader reader;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final HandOff<Draft> queue;

  /**
   * A resplitter.
   *
   * @param queue gets the parts
   */
  Resplitter(
      EntryEncoder encoder,
      EntryReader reader,
      Dispatcher dispatcher,
      Settlement settlement,
      HandOff<Draft> queue) {
    this.encoder = encoder;
    this.reader = reader;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.queue = queue;
  }

  /** Puts parts where their whole was; false if a close came first, which settles the whole. */
  private interface Exchange {
    boolean exchange(QueuedBatch whole, List<QueuedBatch> parts);
  }

  /**
   * The records of a batch whose entry is made.
   *
   * @throws io.github.kinesisetl.core.encrypt.DataKeyException if there is no key now
   */
  List<EventRecord> records(QueuedBatch batch) {
    Entry entry = batch.held().entry();
    if (entry == null) {
      throw new IllegalStateException("a batch is split only after it was encoded");
    }
    return reader.records(entry);
  }

  /** Hands a batch that was not stored over to the shards that own its records now. */
  void handOver(QueuedBatch batch, ShardMap map) {
    List<BatchPart> parts = partsByLane(records(batch), map, hash -> true, batch.callbacks()::of);
    exchange(batch, parts, false, dispatcher::handOver);
  }

  /**
   * Stores those records of a stored batch once more that do not belong where it was stored: all,
   * if that shard is closed again. Nobody is told of their fate: the events are accepted already.
   *
   * @param allOrNone whether one misplaced record makes all be stored again
   * @return false if all are where they belong
   */
  boolean storeAgain(
      QueuedBatch batch, ShardMap map, Optional<HashKeyRange> storedIn, boolean allOrNone) {
    List<EventRecord> records = records(batch);
    boolean isAnyAstray = records.stream().anyMatch(record -> !isWithin(storedIn, hashOf(record)));
    if (!isAnyAstray) {
      return false;
    }
    List<BatchPart> parts =
        partsByLane(
            records,
            map,
            hash -> allOrNone || !isWithin(storedIn, hash),
            index -> PutCallback.NONE);
    exchange(batch, parts, true, dispatcher::misplaced);
    return true;
  }

  /** Puts two batches in the place of one of several records, in its own lane. */
  void halve(QueuedBatch batch, List<EventRecord> records) {
    int half = records.size() / 2;
    var first = new BatchPart(batch.lane(), batch.firstHash(), encoder);
    var second = new BatchPart(batch.lane(), hashOf(records.get(half)), encoder);
    for (int i = 0; i < records.size(); i++) {
      EventRecord record = records.get(i);
      (i < half ? first : second).add(record, positionOf(record), batch.callback(i));
    }
    exchange(batch, List.of(first, second), false, dispatcher::replace);
  }

  private static boolean isWithin(Optional<HashKeyRange> range, HashKey hash) {
    return range.isPresent() && range.get().contains(hash);
  }

  private static HashKey hashOf(EventRecord record) {
    return HashKey.ofPartitionKey(record.partitionKey());
  }

  private interface CallbackOf {
    PutCallback at(int index);
  }

  private List<BatchPart> partsByLane(
      List<EventRecord> records, ShardMap map, Predicate<HashKey> moves, CallbackOf callbacks) {
    Map<Lane, BatchPart> parts = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      EventRecord record = records.get(i);
      HashKey hash = hashOf(record);
      if (moves.test(hash)) {
        parts
            .computeIfAbsent(map.laneOf(hash), to -> new BatchPart(to, hash, encoder))
            .add(record, positionOf(record), callbacks.at(i));
      }
    }
    return List.copyOf(parts.values());
  }

  private static int positionOf(EventRecord record) {
    EventId id = record.id();
    if (id == null) {
      throw new IllegalStateException("a producer's own records have ids");
    }
    return id.position();
  }

  private void exchange(
      QueuedBatch whole, Collection<BatchPart> parts, boolean isRepeat, Exchange exchange) {
    List<Draft> drafts = new ArrayList<>(parts.size());
    boolean isDone = false;
    try {
      for (BatchPart part : parts) {
        drafts.add(draft(part, whole));
      }
      if (isRepeat) {
        drafts.forEach(draft -> draft.batch().markRepeat());
      }
      isDone = exchange.exchange(whole, drafts.stream().map(Draft::batch).toList());
    } finally {
      if (!isDone) {
        undo(whole, drafts);
      }
    }
    if (isDone) {
      settlement.passOn(whole); // no part can be settled before its entry is made
      if (isRepeat) {
        settlement.forget(whole); // what is not stored again is where it belongs
      }
      drafts.forEach(queue::add);
    }
  }

  private Draft draft(BatchPart part, QueuedBatch whole) {
    LogShare share = whole.share().split(part.size());
    boolean isDrafted = false;
    try {
      Draft draft =
          part.draft(
              share,
              contents ->
                  whole.part(part.lane(), part.firstHash(), part.firstPosition(), contents));
      settlement.hold(draft.batch());
      isDrafted = true;
      return draft;
    } finally {
      if (!isDrafted) {
        whole.share().rejoin(share);
      }
    }
  }

  private void undo(QueuedBatch whole, List<Draft> drafts) {
    for (Draft draft : drafts) {
      settlement.passOn(draft.batch());
      whole.share().rejoin(draft.batch().share());
    }
  }
}
