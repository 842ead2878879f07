// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes entries apart that were made for a shard which is closed now, or that are too large, and
 * drafts entries of their records for where they belong. Every event keeps its id. Safe for use by
 * many threads.
 */
final class Resplitter {

  private final Encoder encoder;
  private final EntryReader reader;
  private final ShardRouter router;
  private final Settlement settlement;

  Resplitter(Encoder encoder, EntryReader reader, ShardRouter router, Settlement settlement) {
    this.encoder = encoder;
    this.reader = reader;
    this.router = router;
    this.settlement = settlement;
  }

  /** Drafts entries of all records of a batch that was not stored, by the shards that own them. */
  List<Draft> split(QueuedBatch batch) {
    return split(batch, records(batch), router.map(), hash -> true, false);
  }

  /**
   * Drafts entries of those records of a stored batch that do not belong where it was stored: all,
   * if that shard is closed again. Nobody is told of their fate: the events are accepted already.
   *
   * @param allOrNone whether one misplaced record makes all be stored again
   */
  List<Draft> splitMisplaced(
      QueuedBatch batch, Optional<HashKeyRange> storedIn, boolean allOrNone) {
    List<EventRecord> records = records(batch);
    boolean isAnyAstray = records.stream().anyMatch(record -> !isWithin(storedIn, hashOf(record)));
    if (!isAnyAstray) {
      return List.of();
    }
    List<Draft> parts =
        split(batch, records, router.map(), hash -> allOrNone || !isWithin(storedIn, hash), true);
    parts.forEach(part -> part.batch().markRepeat());
    return parts;
  }

  /** Drafts two entries of a batch of several records, in its own lane. */
  List<Draft> halve(QueuedBatch batch) {
    List<EventRecord> records = records(batch);
    int half = records.size() / 2;
    var first = new BatchPart(batch.lane(), hashOf(records.get(0)), encoder);
    var second = new BatchPart(batch.lane(), hashOf(records.get(half)), encoder);
    for (int i = 0; i < records.size(); i++) {
      EventRecord record = records.get(i);
      (i < half ? first : second).add(record, positionOf(record), batch.callback(i));
    }
    return List.of(drafted(first, batch), drafted(second, batch));
  }

  private List<EventRecord> records(QueuedBatch batch) {
    Entry entry = batch.held().entry();
    if (entry == null) {
      throw new IllegalStateException("a batch is split only after it was encoded");
    }
    return reader.records(entry);
  }

  private static boolean isWithin(Optional<HashKeyRange> range, HashKey hash) {
    return range.isPresent() && range.get().contains(hash);
  }

  private static HashKey hashOf(EventRecord record) {
    return HashKey.ofPartitionKey(record.partitionKey());
  }

  private List<Draft> split(
      QueuedBatch batch,
      List<EventRecord> records,
      ShardMap map,
      Predicate<HashKey> moves,
      boolean stored) {
    Map<Lane, BatchPart> parts = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      EventRecord record = records.get(i);
      HashKey hash = hashOf(record);
      if (moves.test(hash)) {
        PutCallback callback = stored ? PutCallback.NONE : batch.callback(i);
        parts
            .computeIfAbsent(map.laneOf(hash), to -> new BatchPart(to, hash, encoder))
            .add(record, positionOf(record), callback);
      }
    }
    List<Draft> drafts = new ArrayList<>(parts.size());
    parts.values().forEach(part -> drafts.add(drafted(part, batch)));
    return drafts;
  }

  private static int positionOf(EventRecord record) {
    EventId id = record.id();
    if (id == null) {
      throw new IllegalStateException("a producer's own records have ids");
    }
    return id.position();
  }

  private Draft drafted(BatchPart part, QueuedBatch whole) {
    Draft draft =
        part.draft(
            whole.share().split(part.size()),
            contents -> whole.part(part.lane(), part.firstHash(), contents));
    settlement.hold(draft.batch());
    return draft;
  }
}
