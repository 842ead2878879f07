// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.HashKey;
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

  private static final String ENCODING_FAILED = "EncodingFailed";
  private static final String SPILL_FAILED = "SpillFailed";

  private final Codec<T> codec;
  private final Function<T, String> partitionKey;
  private final ProducerOptions options;
  private final StreamPlan plan;
  private final RecordForm form;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final Dispatcher dispatcher;
  private final Encoder encoder;
  private final EventLog eventLog;
  private final Replay replay;
  private final @Nullable Spiller spiller;
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
    budget =
        new MemoryBudget(options.memory().maxBufferedBytes(), options.memory().maxWait().toNanos());
    plan = StreamPlan.of(options, directory);
    form = new RecordForm(options, plan);
    maxAggregateBytes = Math.min(options.encoding().maxAggregateBytes(), form.maxRecordBytes() - 1);
    dispatcher = new Dispatcher(options, plan);
    var frames = new FramePool(options.memory().maxBufferedBytes() / 2);
    encoder = new Encoder(options, plan, frames, counters);
    router = new ShardRouter(() -> plan.shards(directory), dispatcher, this::seal);
    linger = new LingerWatch(options.delivery().linger().toNanos(), this::sealLingering);
    compressing =
        Executors.newFixedThreadPool(options.encoding().compressionThreads(), threads("compress"));
    resplitter = new Resplitter(encoder, router, budget, options.protection().cipher());
    eventLog = EventLog.open(options, plan, encoder.producerEpoch()); // last: nothing below fails
    var parts =
        new ProducerParts(dispatcher, counters, budget, eventLog, frames, router, resplitter);
    replay = new Replay(eventLog, encoder, parts, options);
    spiller = options.memory().whenFull() == WhenFull.SPILL ? newSpiller(parts) : null;
    start(new SenderLoop(sender, Reshards.of(options, plan), parts));
  }

  private Spiller newSpiller(ProducerParts parts) {
    return new Spiller(
        options,
        parts,
        batch -> {
          dispatcher.remove(batch);
          giveUp(batch, SPILL_FAILED, "the entry could not be read back from disk");
        });
  }

  private void start(SenderLoop sending) {
    ThreadFactory factory = threads("send");
    for (int i = 0; i < options.delivery().maxInFlightRequests(); i++) {
      senders.add(factory.newThread(sending));
    }
    senders.forEach(Thread::start);
    linger.start();
    if (spiller != null) {
      spiller.start();
    }
    if (!replay.isDone()) {
      threads("replay").newThread(replay).start();
    }
  }

  @Override
  public void put(T event, PutCallback callback) {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
    if (!replay.isDone()) {
      awaitReplay();
    }
    Scratch scratch = scratches.get();
    int eventBytes = encode(event, scratch);
    if (!form.shape(scratch)) {
      counters.put(eventBytes);
      counters.rejected(1);
      callback.settled(tooLarge(eventBytes));
      return;
    }
    long reserved = reserve(scratch, callback);
    counters.put(scratch.data().sizeBytes());
    eventLog.sync(add(scratch, callback, reserved));
  }

  private int encode(T event, Scratch scratch) {
    scratch.data().clear();
    codec.encode(event, scratch.data());
    scratch.key(partitionKey.apply(event));
    return scratch.data().sizeBytes();
  }

  /** Takes room for an event in memory, and in the log. */
  private long reserve(Scratch scratch, PutCallback callback) {
    long reserved = Batch.bytesToReserve(scratch.key(), scratch.data(), callback);
    if (!budget.tryTake(reserved)) {
      dispatcher.encoded(); // what is there may go to disk before more comes
      budget.take(reserved);
    }
    try {
      eventLog.reserve(scratch.key(), scratch.data());
    } catch (RuntimeException e) { // no room, or a broken disk: nothing is taken
      budget.release(reserved);
      throw e;
    }
    return reserved;
  }

  /** What an earlier process left goes first. */
  private void awaitReplay() {
    try {
      if (replay.await(options.memory().maxWait().toNanos())) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw BufferFullException.duringRecovery(replay.left());
  }

  @Override
  public long flush(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    boolean unused = replay.await(timeout.toNanos());
    sealAll();
    return replay.left() + dispatcher.await(deadlineNanos - System.nanoTime());
  }

  @Override
  public ProducerMetrics metrics() {
    return counters.snapshot(budget.usedBytes());
  }

  @Override
  public void close() {
    long unused = close(options.delivery().closeTimeout());
  }

  @Override
  public long close(Duration timeout) {
    if (closed) {
      return 0;
    }
    closed = true;
    linger.stop();
    flushBeforeClose(timeout);
    replay.stop();
    compressing.shutdownNow();
    List<Batch> left = dispatcher.stop();
    long events = left.stream().mapToLong(Batch::events).sum();
    senders.forEach(Thread::interrupt);
    left.forEach(batch ->
        reject(
            batch,
            Rejected.PRODUCER_CLOSED,
            eventLog.isDurable()
                ? "the producer was closed; its log keeps the event for the next one"
                : "the producer was closed before the event was stored"));
    budget.close();
    resplitter.close();
    encoder.close();
    form.close();
    if (spiller != null) {
      spiller.close();
    }
    eventLog.close();
    return events;
  }

  /** Rejects a batch for good, unless a close did that leaves it to the log. */
  private void giveUp(Batch batch, String errorCode, String message) {
    if (reject(batch, errorCode, message)) {
      eventLog.settled(batch);
    }
  }

  private boolean reject(Batch batch, String errorCode, String message) {
    if (!batch.claim()) {
      return false;
    }
    counters.rejected(batch.events());
    budget.release(batch.reservedBytes());
    Throwable thrown = batch.settle(new Rejected(errorCode, message, batch.attempts()));
    if (thrown != null) {
      log.warn("a put callback threw; callbacks must not", thrown);
    }
    return true;
  }

  private void flushBeforeClose(Duration timeout) {
    try {
      long left = flush(timeout);
      if (left > 0) {
        log.warn("closing with {} events not stored within {}", left, timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long add(Scratch scratch, PutCallback callback, long reserved) {
    Lane lane = router.lockedLaneOf(scratch.key());
    try {
      if (closed) { // nobody would seal the batch any more
        budget.release(reserved);
        eventLog.cancel(scratch.key(), scratch.data());
        throw new IllegalStateException("the producer is closed");
      }
      Batch open = lane.open();
      if (open != null && !open.hasRoomFor(scratch.key(), scratch.data(), maxAggregateBytes)) {
        open.markFull();
        seal(lane);
        open = null;
      }
      if (open == null) {
        open = open(lane, scratch);
      }
      long mark = eventLog.append(open, scratch.key(), scratch.data());
      open.add(scratch.key(), scratch.data(), callback, reserved);
      if (lane.sampling().next()) {
        counters.hotKeys().sampled(scratch.keyText());
      }
      if (options.encoding().mode() == OutputMode.PLAIN) {
        seal(lane);
      }
      return mark;
    } finally {
      lane.lock().unlock();
    }
  }

  private Batch open(Lane lane, Scratch scratch) {
    long now = System.nanoTime();
    HashKey hash = scratch.key().hash();
    Batch batch =
        options.encoding().mode() == OutputMode.PLAIN
            ? Batch.plain(
                lane,
                new Entry(scratch.key().text(), null, scratch.data().toByteArray()),
                hash,
                now)
            : Batch.aggregated(lane, encoder.aggregator(), hash, now);
    encoder.identify(batch);
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
    batch.sealed(System.nanoTime());
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
      budget.release(batch.encoded(encoder.encode(batch, aggregator)));
      encoder.giveBack(aggregator);
      dispatcher.encoded();
    } catch (RuntimeException | Error e) { // the thread's outermost loop: the batch must not stick
      log.error("cannot encode a batch of {} events; they are rejected", batch.size(), e);
      dispatcher.remove(batch);
      giveUp(batch, ENCODING_FAILED, "the events could not be encoded together");
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

  private Rejected tooLarge(int eventBytes) {
    return new Rejected(
        Rejected.RECORD_TOO_LARGE,
        "the stream takes records of at most %d bytes, but the event has %d"
            .formatted(plan.maxRecordBytes(), eventBytes),
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
