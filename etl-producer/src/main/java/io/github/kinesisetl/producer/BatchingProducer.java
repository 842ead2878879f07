// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.PutResult.Rejected;
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
  private final ThreadLocal<RecordBuffer> buffers =
      ThreadLocal.withInitial(() -> new RecordBuffer(INITIAL_RECORD_BYTES));
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
    maxAggregateBytes = Math.min(options.maxAggregateBytes(), options.maxRecordBytes() - 1);
    dispatcher = new Dispatcher(options);
    encoder = new Encoder(options, counters);
    router = new ShardRouter(directory, dispatcher, this::seal);
    linger = new LingerWatch(options.linger().toNanos(), this::sealLingering);
    compressing = Executors.newFixedThreadPool(options.compressionThreads(), threads("compress"));
    resplitter = new Resplitter(encoder, router, budget);
    var sending =
        new SenderLoop(
            sender,
            options.ordered(),
            new ProducerParts(dispatcher, counters, budget, router, resplitter));
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
    RecordBuffer buffer = buffers.get();
    buffer.clear();
    codec.encode(event, buffer);
    EventRecord record =
        EventRecord.of(partitionKey.apply(event), buffer.array(), 0, buffer.sizeBytes());
    if (isTooLarge(record)) {
      counters.put(record.sizeBytes());
      counters.rejected(1);
      callback.settled(tooLarge(record));
      return;
    }
    long reserved =
        (long) record.sizeBytes() + record.partitionKey().length() + Batch.EVENT_OVERHEAD_BYTES;
    budget.take(reserved);
    add(record, callback, reserved);
    counters.put(record.sizeBytes());
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

  private void add(EventRecord record, PutCallback callback, long reserved) {
    HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
    Lane lane = router.lockedLaneOf(hash);
    try {
      if (closed) { // nobody would seal the batch any more
        budget.release(reserved);
        throw new IllegalStateException("the producer is closed");
      }
      Batch open = lane.open();
      if (open != null && !open.hasRoomFor(record, maxAggregateBytes)) {
        seal(lane);
        open = null;
      }
      if (open == null) {
        open = open(lane, record, hash);
      }
      open.add(record, callback, reserved);
      if (options.mode() == OutputMode.PLAIN) {
        seal(lane);
      }
    } finally {
      lane.lock().unlock();
    }
  }

  private Batch open(Lane lane, EventRecord record, HashKey hash) {
    long now = System.nanoTime();
    // A plain entry is its record, so the record must outlive the putting thread's buffer.
    Batch batch =
        options.mode() == OutputMode.PLAIN
            ? Batch.plain(lane, record.withData(record.copyData()), hash, now)
            : Batch.aggregated(lane, encoder.aggregator(), hash, now);
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
    compressing.execute(() -> encode(batch));
    counters.sealed(batch);
  }

  private void encode(Batch batch) {
    try {
      budget.release(batch.encoded(encoder.encode(batch)));
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

  private boolean isTooLarge(EventRecord record) {
    int entryBytes =
        options.mode() == OutputMode.PLAIN
            ? record.sizeBytes() + record.partitionKey().length() * 3
            : RecordAggregator.OVERHEAD_BYTES
                + RecordAggregator.maxBytesOf(record.partitionKey(), record.sizeBytes())
                + 1;
    return entryBytes > options.maxRecordBytes();
  }

  private Rejected tooLarge(EventRecord record) {
    return new Rejected(
        Rejected.RECORD_TOO_LARGE,
        "the stream takes records of at most %d bytes, but the event has %d"
            .formatted(options.maxRecordBytes(), record.sizeBytes()),
        0);
  }

  private static ThreadFactory threads(String job) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "etl-producer-" + job + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
