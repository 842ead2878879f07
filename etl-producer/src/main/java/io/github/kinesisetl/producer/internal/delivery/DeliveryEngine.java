// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.Durability;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.WhenFull;
import io.github.kinesisetl.producer.internal.Backoff;
import io.github.kinesisetl.producer.internal.Closing;
import io.github.kinesisetl.producer.internal.LingerWatch;
import io.github.kinesisetl.producer.internal.OverdueLog;
import io.github.kinesisetl.producer.internal.OwnThreads;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.StreamFacts;
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
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers records: putting threads gather them, compression threads make entries, sender threads
 * send them, one thread watches the linger. Safe for use by many threads.
 */
public final class DeliveryEngine {

  private static final Logger log = LoggerFactory.getLogger(DeliveryEngine.class);

  private final ProducerOptions options;
  private final Ticker ticker;
  private final OwnThreads ownThreads = new OwnThreads();
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final Gatherer gatherer;
  private final Recovery recovery;
  private final Closing closing;
  private final List<LongConsumer> lastSteps = new ArrayList<>(); // of closing, by its deadline

  /**
   * Takes the shards, and starts the threads.
   *
   * @param options how the producer behaves
   * @param facts what is true of the stream
   * @param shards which shards there are
   * @param sender where entries go
   * @param directory asked again when that is outdated
   * @param ticker the time that everything goes by
   * @throws IllegalStateException if the stream's shards are not whole
   * @throws java.io.UncheckedIOException if a disk cannot be used
   */
  public DeliveryEngine(
      ProducerOptions options,
      StreamFacts facts,
      List<OpenShard> shards,
      RecordSender sender,
      ShardDirectory directory,
      Ticker ticker) {
    this.options = options;
    this.ticker = ticker;
    closing = new Closing(ticker);
    counters = new ProducerCounters(options.metrics());
    budget = new MemoryBudget(options.memory().maxBufferedBytes(), ticker);
    Placement placement = placement(facts);
    dispatcher = dispatcher(facts, placement);
    var frames = new FramePool(budget.maxBytes() / 2);
    Encoder encoder = encoder(facts, frames);
    ShardMap map = ShardMap.of(shards);
    SpillFile spillFile = spillFile();
    eventLog = openLog(facts, spillFile); // last: nothing below fails
    EntryReader reader = reader();
    settlement = new Settlement(counters, budget, eventLog, reader, ticker);
    var workers = new Workers(options.encoding().compression().compressionThreads(), ownThreads);
    var overdue =
        new OverdueLog(
            options.delivery().retry().deliveryTimeout(), dispatcher::eventsPutUpTo, ticker);
    EntryMaker entryMaker = entryMaker(encoder, overdue, workers);
    Filling filling = filling(facts, entryMaker);
    var router = new ShardRouter(map, directory, dispatcher, filling::seal, ticker);
    gatherer = new Gatherer(router, filling, eventLog, budget, counters.hotKeys());
    recovery = recovery(router, filling, encoder);
    var resplitter = new Resplitter(encoder, reader, router, settlement);
    var follower =
        new ReshardFollower(
            placement, facts, router, resplitter, dispatcher, settlement, entryMaker, ticker);
    var loop =
        new SenderLoop(
            sender,
            dispatcher,
            follower,
            resplitter,
            entryMaker,
            settlement,
            overdue,
            frames,
            ticker);
    start(workers, loop, follower);
    startSpilling(spillFile, frames);
    lastSteps.add(deadlineNanos -> reader.close());
    lastSteps.add(deadlineNanos -> encoder.close());
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
      if (recovery.await(maxWaitNanos())) {
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
   * @throws java.io.UncheckedIOException if a disk fails
   */
  public void put(Scratch scratch, PutCallback callback) {
    long reserved = reserve(scratch, callback);
    counters.put(scratch.data().sizeBytes());
    eventLog.sync(gatherer.add(scratch, callback, reserved));
  }

  /**
   * Sends what is gathered, and waits for the outcome of all that was put before; on a thread of
   * the producer it waits for nothing.
   *
   * @param timeout longest wait
   * @return how many of these events are still on their way
   * @throws InterruptedException if the thread is interrupted
   */
  public long flush(Duration timeout) throws InterruptedException {
    return flushUntil(ticker.nanoTime() + (ownThreads.isRunning() ? 0 : Closing.nanos(timeout)));
  }

  /**
   * Takes no more records, flushes, gives up what is left, and stops all threads. Who comes second
   * waits for the first.
   *
   * @param timeout longest wait for what is on its way
   * @return how many events were not stored in time; 0 if somebody closed the engine before
   * @throws IllegalStateException on a thread of the producer, which this would wait for
   */
  public long close(Duration timeout) {
    if (ownThreads.isRunning()) {
      throw new IllegalStateException(
          "close was called on a thread of the producer itself, such as in a callback; call it on"
              + " another thread");
    }
    long deadlineNanos = ticker.nanoTime() + Closing.nanos(timeout);
    if (!closing.begin()) {
      closing.awaitEnd(deadlineNanos);
      return 0;
    }
    List<QueuedBatch> left = new ArrayList<>();
    closing.step(gatherer::close);
    closing.step(() -> flushBeforeClose(deadlineNanos, timeout));
    closing.step(recovery::stop);
    closing.step(() -> left.addAll(dispatcher.stop()));
    long events = left.stream().mapToLong(QueuedBatch::events).sum();
    for (QueuedBatch batch : left) {
      closing.step(() -> settlement.leave(batch));
    }
    closing.step(budget::close);
    lastSteps.forEach(step -> closing.step(() -> step.accept(deadlineNanos)));
    closing.step(eventLog::close);
    closing.end();
    return events;
  }

  /**
   * Adds what is closed last but for the log.
   *
   * @param step closes it
   */
  public void closeAlong(Runnable step) {
    lastSteps.add(deadlineNanos -> step.run());
  }

  /** {@return whether no more records are taken} */
  public boolean isClosed() {
    return closing.hasBegun();
  }

  private long flushUntil(long deadlineNanos) throws InterruptedException {
    boolean unused = recovery.await(Math.max(0, deadlineNanos - ticker.nanoTime()));
    gatherer.sealAll();
    return recovery.left() + dispatcher.awaitUntil(deadlineNanos);
  }

  private void flushBeforeClose(long deadlineNanos, Duration timeout) {
    try {
      long left = flushUntil(deadlineNanos);
      if (left > 0) {
        log.warn("closing with {} events not stored within {}", left, timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On a thread of the producer nothing waits for what only such threads can bring. */
  private long maxWaitNanos() {
    return ownThreads.isRunning() ? 0 : options.memory().maxWait().toNanos();
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
    if (ownThreads.isRunning()) {
      budget.force(bytes);
    } else if (!budget.take(bytes, maxWaitNanos())) {
      throw BufferFullException.of(
          "maxBufferedBytes", bytes, budget.usedBytes(), budget.maxBytes());
    }
  }

  private void reserveLog(Scratch scratch, long reserved) {
    boolean isReserved = false;
    try {
      isReserved = eventLog.reserve(scratch.key(), scratch.data(), maxWaitNanos());
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

  private Placement placement(StreamFacts facts) {
    Reshards reshards =
        Reshards.of(options.encoding().mode(), options.delivery().ordered(), !facts.isAuto());
    return new Placement(reshards, facts::isAuto);
  }

  private Dispatcher dispatcher(StreamFacts facts, Placement placement) {
    boolean expires = options.durability().spool() == null;
    return new Dispatcher(
        new RequestPlanner(options.delivery(), placement, facts.maxRecordBytes(), expires),
        new Backoff(options.delivery().retry().initialBackoff()),
        ticker);
  }

  private Encoder encoder(StreamFacts facts, FramePool frames) {
    int maxIdle =
        (int) (options.memory().maxBufferedBytes() / options.encoding().maxAggregateBytes()) + 1;
    return new Encoder(
        options.encoding(), options.protection().cipher(), !facts.isAuto(), frames, maxIdle);
  }

  private EntryReader reader() {
    return new EntryReader(
        options.encoding().mode() == OutputMode.PLAIN, options.protection().cipher());
  }

  private EntryMaker entryMaker(Encoder encoder, OverdueLog overdue, Workers workers) {
    return new EntryMaker(
        encoder,
        encoder::encode,
        dispatcher,
        settlement,
        overdue,
        options.delivery().retry().deliveryTimeout().toNanos(),
        ticker,
        workers.compressing());
  }

  private @Nullable SpillFile spillFile() {
    return options.memory().whenFull() == WhenFull.SPILL
        ? SpillFile.create(options.spill().spillDirectory(), options.spill().maxSpillBytes())
        : null;
  }

  private EventLog openLog(StreamFacts facts, @Nullable SpillFile spillFile) {
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
            facts.maxRecordBytes(),
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

  private Filling filling(StreamFacts facts, EntryMaker entryMaker) {
    Encoding encoding = options.encoding();
    boolean isPlain = encoding.mode() == OutputMode.PLAIN;
    return new Filling(
        entryMaker,
        dispatcher,
        settlement,
        new LingerWatch(options.delivery().linger().toNanos(), ticker, ownThreads),
        () ->
            isPlain
                ? Filling.NOTHING_GATHERED
                : Math.min(
                    encoding.maxAggregateBytes(),
                    RecordForm.maxRecordBytes(
                            encoding, options.protection(), facts.maxRecordBytes())
                        - 1));
  }

  private Recovery recovery(ShardRouter router, Filling filling, Encoder encoder) {
    var recovered = new RecoveredQueue(router, filling, encoder, budget, counters);
    return new Recovery(eventLog, recovered, budget, ticker);
  }

  private void start(Workers workers, SenderLoop loop, ReshardFollower follower) {
    workers.send(loop, options.delivery().maxInFlightRequests());
    workers.once("shards", follower);
    gatherer.start();
    if (!recovery.isDone()) {
      workers.once("recovery", recovery);
    }
    lastSteps.add(deadlineNanos -> follower.stop());
    lastSteps.add(deadlineNanos -> workers.stopCompressing());
    lastSteps.add(deadlineNanos -> workers.stop());
  }

  private void startSpilling(@Nullable SpillFile file, FramePool frames) {
    if (file != null) {
      var spiller = new Spiller<>(file, dispatcher, this::lose, budget, frames, ticker, ownThreads);
      lastSteps.add(spiller::close);
      spiller.start();
    }
  }

  private void lose(QueuedBatch batch) {
    dispatcher.remove(batch);
    settlement.lose(batch, "the entry could not be read back from disk", null);
    dispatcher.settled(List.of(batch));
  }
}
