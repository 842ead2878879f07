// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.KeyBuffer;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer: putting threads encode and gather, compression threads make entries, sender threads
 * send them, one thread watches the linger.
 */
final class BatchingProducer<T> implements EventProducer<T> {

  private static final Logger log = LoggerFactory.getLogger(BatchingProducer.class);

  private static final int INITIAL_RECORD_BYTES = 1024;
  private static final String ENCODING_FAILED = "EncodingFailed";

  private final Codec<T> codec;
  private final Function<T, String> partitionKey;
  private final ProducerOptions options;
  private final StreamPlan plan;
  private final @Nullable Compressor recordCompressor;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final Dispatcher dispatcher;
  private final Encoder encoder;
  private final ShardRouter router;
  private final Resplitter resplitter;
  private final LingerWatch linger;
  private final ExecutorService compressing;
  private final List<Thread> senders = new ArrayList<>();
  private final int maxAggregateBytes;
  private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);
  private volatile boolean closed;

  BatchingProducer(
      Codec<T> codec,
      Function<T, String> partitionKey,
      ProducerOptions options,
      RecordSender sender,
      ShardDirectory directory) {
    this.codec = codec;
    this.partitionKey = partitionKey;
    this.options = options;
    counters = new ProducerCounters(options.metrics());
    budget = new MemoryBudget(options.maxBufferedBytes(), options.maxBlock().toNanos());
    plan = StreamPlan.of(options, directory);
    maxAggregateBytes = Math.min(options.maxAggregateBytes(), plan.maxRecordBytes() - 1);
    recordCompressor = recordCompressor(options);
    dispatcher = new Dispatcher(options, plan);
    var frames = new FramePool(options.maxBufferedBytes() / 2);
    encoder = new Encoder(options, plan, frames, counters);
    router = new ShardRouter(() -> plan.shards(directory), dispatcher, this::seal);
    linger = new LingerWatch(options.linger().toNanos(), this::sealLingering);
    compressing = Executors.newFixedThreadPool(options.compressionThreads(), threads("compress"));
    resplitter = new Resplitter(encoder, router, budget);
    var sending =
        new SenderLoop(
            sender,
            Reshards.of(options, plan),
            new ProducerParts(dispatcher, counters, budget, frames, router, resplitter));
    ThreadFactory factory = threads("send");
    for (int i = 0; i < options.maxInFlightRequests(); i++) {
      senders.add(factory.newThread(sending));
    }
    senders.forEach(Thread::start);
    linger.start();
  }

  @Override
  public void put(T event, PutCallback callback) {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
    Scratch scratch = scratches.get();
    scratch.data.clear();
    codec.encode(event, scratch.data);
    if (recordCompressor != null) {
      scratch.compress(recordCompressor);
    }
    RecordBuffer data = scratch.data;
    KeyBuffer key = scratch.key;
    key.set(partitionKey.apply(event));
    if (isTooLarge(key, data)) {
      counters.put(data.sizeBytes());
      counters.rejected(1);
      callback.settled(tooLarge(data.sizeBytes()));
      return;
    }
    long reserved = Batch.bytesToReserve(key, data, callback);
    budget.take(reserved);
    counters.put(data.sizeBytes());
    add(scratch, callback, reserved);
  }

  @Override
  public long flush(Duration timeout) throws InterruptedException {
    sealAll();
    return dispatcher.await(timeout.toNanos());
  }

  @Override
  public ProducerMetrics metrics() {
    return counters.snapshot(budget.usedBytes());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    linger.stop();
    flushBeforeClose();
    compressing.shutdownNow();
    List<Batch> left = dispatcher.stop();
    senders.forEach(Thread::interrupt);
    left.forEach(batch ->
        reject(
            batch,
            Rejected.PRODUCER_CLOSED,
            "the producer was closed before the event was stored"));
    budget.close();
    resplitter.close();
    encoder.close();
    if (recordCompressor != null) {
      recordCompressor.close();
    }
  }

  private void reject(Batch batch, String errorCode, String message) {
    if (!batch.claim()) {
      return;
    }
    counters.rejected(batch.events());
    budget.release(batch.reservedBytes());
    Throwable thrown = batch.settle(new Rejected(errorCode, message, batch.attempts()));
    if (thrown != null) {
      log.warn("a put callback threw; callbacks must not", thrown);
    }
  }

  private void flushBeforeClose() {
    try {
      long left = flush(options.closeTimeout());
      if (left > 0) {
        log.warn("closing with {} events not stored within {}", left, options.closeTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Scratch scratch, PutCallback callback, long reserved) {
    Lane lane = router.lockedLaneOf(scratch.key);
    try {
      if (closed) { // nobody would seal the batch any more
        budget.release(reserved);
        throw new IllegalStateException("the producer is closed");
      }
      Batch open = lane.open();
      if (open != null && !open.hasRoomFor(scratch.key, scratch.data, maxAggregateBytes)) {
        open.markFull();
        seal(lane);
        open = null;
      }
      if (open == null) {
        open = open(lane, scratch);
      }
      open.add(scratch.key, scratch.data, callback, reserved);
      if (options.mode() == OutputMode.PLAIN) {
        seal(lane);
      }
    } finally {
      lane.lock().unlock();
    }
  }

  private Batch open(Lane lane, Scratch scratch) {
    long now = System.nanoTime();
    HashKey hash = scratch.key.hash();
    Batch batch =
        options.mode() == OutputMode.PLAIN
            ? Batch.plain(
                lane, new Entry(scratch.key.text(), null, scratch.data.toByteArray()), hash, now)
            : Batch.aggregated(lane, encoder.aggregator(), hash, now);
    budget.force(Batch.OVERHEAD_BYTES);
    lane.open(batch);
    linger.opened(now);
    return batch;
  }

  /** Queues a locked lane's open batch. */
  private void seal(Lane lane) {
    Batch batch = lane.open();
    if (batch == null) {
      return;
    }
    lane.open(null);
    dispatcher.enqueue(batch);
    RecordAggregator aggregator = batch.takeAggregator();
    if (aggregator == null) {
      counters.aggregated((int) batch.eventBytes());
      dispatcher.encoded();
    } else {
      compressing.execute(() -> encode(batch, aggregator));
    }
    counters.sealed(batch);
  }

  private void encode(Batch batch, RecordAggregator aggregator) {
    try {
      budget.release(batch.encoded(encoder.encode(aggregator, batch.firstHash())));
      encoder.giveBack(aggregator);
      dispatcher.encoded();
    } catch (RuntimeException | Error e) { // the thread's outermost loop: the batch must not stick
      log.error("cannot encode a batch of {} events; they are rejected", batch.size(), e);
      dispatcher.remove(batch);
      reject(batch, ENCODING_FAILED, "the events could not be encoded together");
    }
  }

  private void sealAll() {
    router.whileSteady(() -> sealLingering(Long.MAX_VALUE));
  }

  /** Seals what was opened up to a moment; returns the earliest of what stays open. */
  private long sealLingering(long openedUpToNanos) {
    long earliest = LingerWatch.NOTHING_OPEN;
    for (Lane lane : router.lanes()) {
      lane.lock().lock();
      try {
        Batch batch = lane.open();
        if (batch == null) {
          continue;
        }
        if (batch.firstPutNanos() <= openedUpToNanos) {
          seal(lane);
        } else {
          earliest = Math.min(earliest, batch.firstPutNanos());
        }
      } finally {
        lane.lock().unlock();
      }
    }
    return earliest;
  }

  private boolean isTooLarge(KeyBuffer key, RecordBuffer data) {
    int entryBytes =
        options.mode() == OutputMode.PLAIN
            ? data.sizeBytes() + key.sizeBytes()
            : RecordAggregator.OVERHEAD_BYTES
                + RecordAggregator.maxBytesOf(key.sizeBytes(), data.sizeBytes())
                + 1;
    return entryBytes > plan.maxRecordBytes();
  }

  private Rejected tooLarge(int eventBytes) {
    return new Rejected(
        Rejected.RECORD_TOO_LARGE,
        "the stream takes records of at most %d bytes, but the event has %d"
            .formatted(plan.maxRecordBytes(), eventBytes),
        0);
  }

  private static @Nullable Compressor recordCompressor(ProducerOptions options) {
    FrameFormat format = options.recordFormat();
    if (format == null || options.mode() == OutputMode.DENSE) {
      return null;
    }
    return format == FrameFormat.GZIP
        ? Compressor.gzip()
        : Compressor.zstd(options.compressionLevel());
  }

  private static ThreadFactory threads(String job) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "etl-producer-" + job + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** What a putting thread encodes into: one event after the other. */
  private static final class Scratch {
    final KeyBuffer key = new KeyBuffer();
    RecordBuffer data = new RecordBuffer(INITIAL_RECORD_BYTES);
    private RecordBuffer spare = new RecordBuffer(INITIAL_RECORD_BYTES);

    /** Puts the record in a frame, unless that is not smaller. */
    void compress(Compressor compressor) {
      spare.clear();
      compressor.compress(data.array(), 0, data.sizeBytes(), spare);
      if (spare.sizeBytes() < data.sizeBytes()) {
        RecordBuffer frame = spare;
        spare = data;
        data = frame;
      }
    }
  }
}
