// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.aggregate.AggregateIds;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spi.Entry;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Makes entries of batches: aggregate, ids, frame. Safe for use by many threads. */
final class Encoder implements AutoCloseable {

  /** The partition key of an entry that is routed by its explicit hash key, as KPL writes it. */
  private static final String ROUTED_KEY = "a";

  private static final int MAX_POOLED = 32;

  private final long producerEpoch = new SecureRandom().nextLong();
  private final AtomicLong aggregates = new AtomicLong();
  private final BlockingQueue<RecordAggregator> pool = new ArrayBlockingQueue<>(MAX_POOLED);
  private final Compressor compressor;
  private final int initialBytes;
  private final ProducerCounters counters;

  Encoder(ProducerOptions options, ProducerCounters counters) {
    this.compressor = Compressor.zstd(options.compressionLevel());
    this.initialBytes = Math.min(64 << 10, options.maxAggregateBytes());
    this.counters = counters;
  }

  /** An empty aggregator, used before or new. */
  RecordAggregator aggregator() {
    RecordAggregator pooled = pool.poll();
    return pooled == null ? new RecordAggregator(initialBytes) : pooled;
  }

  Entry encode(Batch batch) {
    RecordAggregator aggregator = batch.takeAggregator();
    if (aggregator == null) {
      EventRecord record = requireNonNull(batch.plainRecord());
      counters.aggregated(record.sizeBytes());
      return new Entry(record.partitionKey(), record.explicitHashKey(), record.copyData());
    }
    byte[] aggregate =
        aggregator.finish(AggregateIds.fresh(producerEpoch, aggregates.getAndIncrement()));
    giveBack(aggregator);
    counters.aggregated(aggregate.length);
    return entry(aggregate, batch.firstHash());
  }

  /** Encodes what a split kept, with the ids that its records have. */
  Entry encode(RecordAggregator aggregator, AggregateIds ids, HashKey firstHash) {
    return entry(aggregator.finish(ids), firstHash);
  }

  void giveBack(RecordAggregator aggregator) {
    boolean unused = pool.offer(aggregator); // beyond the pool's bound it is garbage
  }

  @Override
  public void close() {
    compressor.close();
  }

  /** The aggregate in a frame, unless that is larger, or denser than readers take by default. */
  private Entry entry(byte[] aggregate, HashKey firstHash) {
    byte[] frame = compressor.compress(aggregate);
    boolean readable = aggregate.length <= FrameLimits.DEFAULT.maxBytesFrom(frame.length);
    boolean smaller = frame.length < aggregate.length;
    return new Entry(ROUTED_KEY, firstHash, smaller && readable ? frame : aggregate);
  }
}
