// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries apart that were made for a shard which is closed now, and makes entries of their
 * records for the shards that follow it. Every event keeps its id. Safe for use by many threads.
 */
final class Resplitter implements AutoCloseable {

  private static final FrameLimits OWN_FRAMES =
      new FrameLimits(FrameLimits.MAX_BYTES, Integer.MAX_VALUE);

  private final Encoder encoder;
  private final ShardRouter router;
  private final MemoryBudget budget;
  private final @Nullable FrameCipher cipher;
  private final Ticker ticker;
  private final Decompressor decompressor = Decompressor.withDictionaries();

  Resplitter(
      Encoder encoder,
      ShardRouter router,
      MemoryBudget budget,
      @Nullable FrameCipher cipher,
      Ticker ticker) {
    this.ticker = ticker;
    this.cipher = cipher;
    this.encoder = encoder;
    this.router = router;
    this.budget = budget;
  }

  /** Makes entries of all records of batches that were not stored. */
  List<QueuedBatch> split(List<QueuedBatch> batches) {
    ShardMap map = router.map();
    List<QueuedBatch> parts = new ArrayList<>();
    for (QueuedBatch batch : batches) {
      parts.addAll(split(batch, map, hash -> true, false));
    }
    return parts;
  }

  /**
   * Makes entries of those records of a stored batch that do not belong where it was stored: all,
   * if that shard is closed again. Nobody is told of their fate: the events are accepted already.
   *
   * @param allOrNone whether one misplaced record makes all be stored again
   */
  List<QueuedBatch> splitMisplaced(
      QueuedBatch batch, Optional<HashKeyRange> storedIn, boolean allOrNone) {
    ShardMap map = router.map();
    List<QueuedBatch> parts = split(batch, map, hash -> !isWithin(storedIn, hash), true);
    if (allOrNone && !parts.isEmpty()) {
      parts.forEach(part -> {
        budget.release(part.held().reservedBytes());
        batch.share().rejoin(part.share());
      });
      parts = split(batch, map, hash -> true, true);
    }
    parts.forEach(QueuedBatch::markRepeat);
    return parts;
  }

  private static boolean isWithin(Optional<HashKeyRange> range, HashKey hash) {
    return range.isPresent() && range.get().contains(hash);
  }

  private List<QueuedBatch> split(
      QueuedBatch batch, ShardMap map, Predicate<HashKey> moves, boolean stored) {
    Entry entry = batch.held().entry();
    if (entry == null) {
      throw new IllegalStateException("a batch is split only after it was encoded");
    }
    List<EventRecord> records = records(entry);
    Map<Lane, BatchPart> parts = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      EventRecord record = records.get(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      if (moves.test(hash)) {
        PutCallback callback = stored ? PutCallback.NONE : batch.callback(i);
        parts
            .computeIfAbsent(map.laneOf(hash), to -> new BatchPart(to, hash, encoder))
            .add(record, positionOf(record), callback);
      }
    }
    return parts.values().stream().map(part -> queued(part, batch)).toList();
  }

  private static int positionOf(EventRecord record) {
    EventId id = record.id();
    if (id == null) {
      throw new IllegalStateException("a producer's own records have ids");
    }
    return id.position();
  }

  private QueuedBatch queued(BatchPart part, QueuedBatch whole) {
    LogShare share = whole.share().split(part.size());
    QueuedBatch.Contents contents = part.encode(share, ticker.nanoTime());
    budget.force(contents.held().reservedBytes());
    return whole.part(part.lane(), part.firstHash(), contents);
  }

  /** Undoes what the encoder did, and nothing of what the user's codec did. */
  private List<EventRecord> records(Entry entry) {
    byte[] array = entry.array();
    int length = entry.dataBytes();
    try {
      if (cipher != null && EncryptedFormat.isEncrypted(array, 0, length)) {
        array = cipher.decrypt(array, 0, length);
        length = array.length;
      }
      if (FrameFormat.detect(array, 0, length).isPresent()) {
        array = decompressor.decompress(FrameFormat.ZSTD, array, 0, length, OWN_FRAMES);
        length = array.length;
      }
      return RecordDeaggregator.deaggregate(array, 0, length, OpenBatch.MAX_RECORDS);
    } catch (MalformedFrameException e) {
      throw new IllegalStateException("a producer cannot read its own entry", e);
    }
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
