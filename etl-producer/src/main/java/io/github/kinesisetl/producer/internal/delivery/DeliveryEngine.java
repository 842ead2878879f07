// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.Durability;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.WhenFull;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.StreamPlan;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.Workers;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.Recovery;
import io.github.kinesisetl.producer.internal.durable.SpoolOptions;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.encoding.RecordForm;
import io.github.kinesisetl.producer.internal.encoding.Scratch;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.internal.memory.SpillFile;
import io.github.kinesisetl.producer.internal.memory.Spiller;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers records: putting threads gather them, compression threads make entries, sender threads
 * send them, one thread watches the linger. Safe for use by many threads.
 */
public final class DeliveryEngine {

  private static final Logger log = LoggerFactory.getLogger(DeliveryEngine.class);

  private static final String SPILL_FAILED = "SpillFailed";

  private final ProducerOptions options;
  private final Ticker ticker;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final Gatherer gatherer;
  private final Recovery recovery;
  private final Workers workers;
  private final List<Runnable> lastSteps = new ArrayList<>(); // of closing
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Asks for the shards, and starts the threads.
   *
   * @param options how the producer behaves
   * @param plan what that comes to on the stream
   * @param sender where entries go
   * @param directory which shards there are
   * @param ticker the time that everything goes by
   * @throws IllegalStateException if the stream's shards are not whole
   * @throws java.io.UncheckedIOException if a disk cannot be used
   */
  public DeliveryEngine(
      ProducerOptions options,
      StreamPlan plan,
      RecordSender sender,
      ShardDirectory directory,
      Ticker ticker) {
    this.options = options;
    this.ticker = ticker;
    counters = new ProducerCounters(options.metrics());
    budget = new MemoryBudget(options.memory().maxBufferedBytes(), ticker);
    Reshards reshards = Reshards.of(options.encoding().mode(), options.delivery().ordered(), plan);
    var planner = new RequestPlanner(options.delivery(), reshards, plan.maxRecordBytes());
    dispatcher =
        new Dispatcher(planner, new Backoff(options.delivery().retry().initialBackoff()), ticker);
    var frames = new FramePool(budget.maxBytes() / 2);
    Encoder encoder = encoder(plan, frames);
    ShardMap shards = ShardMap.of(plan.shards(directory));
    SpillFile spillFile = spillFile();
    eventLog = openLog(plan, spillFile); // last: nothing below fails
    settlement = new Settlement(counters, budget, eventLog, ticker);
    workers = new Workers(options.encoding().compression().compressionThreads());
    Filling filling = filling(plan, encoder);
    var router =
        new ShardRouter(shards, () -> plan.shards(directory), dispatcher, filling::seal, ticker);
    gatherer = new Gatherer(router, filling, eventLog, budget, counters.hotKeys());
    recovery = recovery(router, filling, encoder);
    startSending(sender, follower(reshards, router, encoder), frames);
    startSpilling(spillFile, frames);
  }

  /** {@return what was done so far, in figures} */
  public ProducerCounters counters() {
    return counters;
  }

  /** {@return bytes that are held now} */
  public long bufferedBytes() {
    return budget.usedBytes();
  }

  /**
   * Waits until what an earlier process left is queued, for that goes first.
   *
   * @throws BufferFullException if it is not in time
   */
  public void awaitRecovery() {
    if (recovery.isDone()) {
      return;
    }
    try {
      if (recovery.await(options.memory().maxWait().toNanos())) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw BufferFullException.duringRecovery(recovery.left());
  }

  /**
   * Takes a record.
   *
   * @param scratch holds it
   * @param callback hears of its outcome
   * @throws BufferFullException if there was no room in time; nothing was taken
   * @throws IllegalStateException if the engine is closed
   */
  public void put(Scratch scratch, PutCallback callback) {
    long reserved = reserve(scratch, callback);
    counters.put(scratch.data().sizeBytes());
    eventLog.sync(gatherer.add(scratch, callback, reserved));
  }

  /**
   * Sends what is gathered, and waits for the outcome of all that was put before.
   *
   * @param timeout longest wait
   * @return how many of these events are still on their way
   * @throws InterruptedException if the thread is interrupted
   */
  public long flush(Duration timeout) throws InterruptedException {
    long deadlineNanos = ticker.nanoTime() + timeout.toNanos();
    boolean unused = recovery.await(timeout.toNanos());
    gatherer.sealAll();
    return recovery.left() + dispatcher.awaitUntil(deadlineNanos);
  }

  /**
   * Takes no more records, flushes, gives up what is left, and stops all threads.
   *
   * @param timeout longest wait for what is on its way
   * @return how many events were not stored in time; 0 if somebody closed the engine before
   */
  public long close(Duration timeout) {
    if (!closed.compareAndSet(false, true)) {
      return 0;
    }
    gatherer.close();
    flushBeforeClose(timeout);
    recovery.stop();
    workers.stopCompressing();
    List<QueuedBatch> left = dispatcher.stop();
    long events = left.stream().mapToLong(QueuedBatch::events).sum();
    workers.stopSending();
    left.forEach(settlement::leave);
    budget.close();
    lastSteps.forEach(Runnable::run);
    eventLog.close();
    return events;
  }

  /** {@return whether no more records are taken} */
  public boolean isClosed() {
    return closed.get();
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

  /** Takes room for an event in memory, and in the log. */
  private long reserve(Scratch scratch, PutCallback callback) {
    long reserved = OpenBatch.bytesToReserve(scratch.key(), scratch.data(), callback);
    if (!budget.tryTake(reserved)) {
      awaitMemory(reserved);
    }
    if (eventLog.isDurable()) {
      reserveLog(scratch, reserved);
    }
    return reserved;
  }

  private void awaitMemory(long bytes) {
    dispatcher.encoded(); // what is there may go to disk before more comes
    if (!budget.take(bytes, options.memory().maxWait().toNanos())) {
      throw BufferFullException.of(
          "maxBufferedBytes", bytes, budget.usedBytes(), budget.maxBytes());
    }
  }

  private void reserveLog(Scratch scratch, long reserved) {
    boolean isReserved = false;
    try {
      isReserved =
          eventLog.reserve(scratch.key(), scratch.data(), options.memory().maxWait().toNanos());
    } finally {
      if (!isReserved) { // no room, or a broken disk: nothing is taken
        budget.release(reserved);
      }
    }
    if (!isReserved) {
      throw BufferFullException.of(
          "maxSpoolBytes",
          scratch.data().sizeBytes(),
          eventLog.diskBytes(),
          options.durability().maxSpoolBytes());
    }
  }

  private Encoder encoder(StreamPlan plan, FramePool frames) {
    int maxIdle =
        (int) (options.memory().maxBufferedBytes() / options.encoding().maxAggregateBytes()) + 1;
    return new Encoder(
        options.encoding(), options.protection().cipher(), plan.tracksShards(), frames, maxIdle);
  }

  private @Nullable SpillFile spillFile() {
    return options.memory().whenFull() == WhenFull.SPILL
        ? SpillFile.create(options.spill().spillDirectory(), options.spill().maxSpillBytes())
        : null;
  }

  private EventLog openLog(StreamPlan plan, @Nullable SpillFile spillFile) {
    long producerEpoch = new SecureRandom().nextLong();
    Durability durability = options.durability();
    Path spool = durability.spool();
    if (spool == null) {
      return EventLog.none(producerEpoch);
    }
    var spoolOptions =
        new SpoolOptions(
            producerEpoch,
            durability.maxSpoolBytes(),
            plan.maxRecordBytes(),
            durability.spoolFsync());
    try {
      return EventLog.open(spool, spoolOptions, ticker);
    } catch (UncheckedIOException e) {
      if (spillFile != null) {
        spillFile.close();
      }
      throw e;
    }
  }

  private Filling filling(StreamPlan plan, Encoder encoder) {
    Encoding encoding = options.encoding();
    int room = RecordForm.maxRecordBytes(encoding, options.protection(), plan.maxRecordBytes()) - 1;
    return new Filling(
        new EntryMaker(encoder, dispatcher, settlement, ticker, workers.compressing()),
        dispatcher,
        settlement,
        new LingerWatch(options.delivery().linger().toNanos(), ticker),
        encoding.mode() == OutputMode.PLAIN
            ? Filling.NOTHING_GATHERED
            : Math.min(encoding.maxAggregateBytes(), room));
  }

  private Recovery recovery(ShardRouter router, Filling filling, Encoder encoder) {
    var recovered = new RecoveredQueue(router, filling, encoder, budget, counters);
    return new Recovery(eventLog, recovered, budget, ticker);
  }

  private ReshardFollower follower(Reshards reshards, ShardRouter router, Encoder encoder) {
    var resplitter = new Resplitter(encoder, router, budget, options.protection().cipher(), ticker);
    lastSteps.add(resplitter::close);
    lastSteps.add(encoder::close);
    return new ReshardFollower(reshards, router, resplitter, dispatcher, settlement);
  }

  private void startSending(RecordSender sender, ReshardFollower follower, FramePool frames) {
    var loop = new SenderLoop(sender, dispatcher, follower, settlement, frames);
    workers.send(loop, options.delivery().maxInFlightRequests());
    gatherer.start();
    if (!recovery.isDone()) {
      workers.once("recovery", recovery);
    }
  }

  private void startSpilling(@Nullable SpillFile file, FramePool frames) {
    if (file != null) {
      var spiller = new Spiller<>(file, dispatcher, this::rejectLost, budget, frames);
      lastSteps.add(spiller::close);
      spiller.start();
    }
  }

  private void rejectLost(QueuedBatch batch) {
    dispatcher.remove(batch);
    settlement.reject(batch, SPILL_FAILED, "the entry could not be read back from disk");
  }
}
