// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.spi.Entry;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes entries of batches: aggregate, ids, frame. Safe for use by many threads. */
final class Encoder implements AutoCloseable {

  /** The partition key of an entry that is routed by its explicit hash key, as KPL writes it. */
  private static final String ROUTED_KEY = "a";

  private static final int INITIAL_BYTES = 8 << 10;

  private final long producerEpoch = new SecureRandom().nextLong();
  private final AtomicLong aggregates = new AtomicLong();
  private final Deque<RecordAggregator> pool = new ArrayDeque<>(); // guarded by itself
  private final int maxPooled;
  private final FramePool frames;
  private final ThreadLocal<RecordBuffer> scratch =
      ThreadLocal.withInitial(() -> new RecordBuffer(INITIAL_BYTES));
  private final boolean compresses;
  private final boolean routes;
  private final Compressor compressor;
  private final @Nullable FrameCipher cipher;
  private final ProducerCounters counters;

  Encoder(ProducerOptions options, StreamPlan plan, FramePool frames, ProducerCounters counters) {
    this.compresses = options.mode() == OutputMode.DENSE;
    this.routes = plan.tracksShards();
    this.frames = frames;
    this.maxPooled = (int) (options.maxBufferedBytes() / options.maxAggregateBytes()) + 1;
    this.compressor = Compressor.zstd(options.compressionLevel());
    this.cipher = options.cipher();
    this.counters = counters;
  }

  /** An empty aggregator: the one used last, whose bytes are near, or a new one. */
  RecordAggregator aggregator() {
    synchronized (pool) {
      RecordAggregator pooled = pool.pollLast();
      return pooled == null ? new RecordAggregator(INITIAL_BYTES) : pooled;
    }
  }

  /** A random number that tells this producer's events from those of all others. */
  long producerEpoch() {
    return producerEpoch;
  }

  /** Names a batch's aggregate: with an event's position in it, the event has its id. */
  void identify(Batch batch) {
    batch.identify(producerEpoch, aggregates.getAndIncrement());
  }

  /** Makes the entry of a batch that was filled. */
  Entry encode(Batch batch, RecordAggregator aggregator) {
    AggregateIds ids = AggregateIds.fresh(batch.producerEpoch(), batch.aggregate());
    RecordBuffer aggregate = aggregator.complete(ids);
    counters.aggregated(aggregate.sizeBytes());
    return entry(aggregate, batch.firstHash());
  }

  /** Makes the entry of what a split kept, with the ids that its records have. */
  Entry encode(RecordAggregator aggregator, AggregateIds ids, HashKey firstHash) {
    return entry(aggregator.complete(ids), firstHash);
  }

  /** Takes back an aggregator, whatever is in it. */
  void giveBack(RecordAggregator aggregator) {
    aggregator.clear();
    synchronized (pool) {
      if (pool.size() < maxPooled) {
        pool.addLast(aggregator);
      }
    }
  }

  @Override
  public void close() {
    compressor.close();
  }

  private Entry entry(RecordBuffer aggregate, HashKey firstHash) {
    RecordBuffer sent = compresses ? framed(aggregate) : aggregate;
    if (cipher != null) {
      byte[] sealed = cipher.encrypt(sent.array(), 0, sent.sizeBytes());
      return new Entry(ROUTED_KEY, routes ? firstHash : null, sealed);
    }
    byte[] array = frames.take(sent.sizeBytes());
    System.arraycopy(sent.array(), 0, array, 0, sent.sizeBytes());
    return new Entry(ROUTED_KEY, routes ? firstHash : null, array, sent.sizeBytes());
  }

  /** The aggregate in a frame, unless that is larger, or denser than readers take by default. */
  private RecordBuffer framed(RecordBuffer aggregate) {
    RecordBuffer frame = scratch.get();
    frame.clear();
    compressor.compress(aggregate.array(), 0, aggregate.sizeBytes(), frame);
    boolean readable = aggregate.sizeBytes() <= FrameLimits.DEFAULT.maxBytesFrom(frame.sizeBytes());
    boolean smaller = frame.sizeBytes() < aggregate.sizeBytes();
    return smaller && readable ? frame : aggregate;
  }
}
