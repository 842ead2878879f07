// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.Durability;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.WhenFull;
import io.github.kinesisetl.producer.internal.Closing;
import io.github.kinesisetl.producer.internal.Destination;
import io.github.kinesisetl.producer.internal.LingerWatch;
import io.github.kinesisetl.producer.internal.OwnThreads;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.RetryPolicy;
import io.github.kinesisetl.producer.internal.StreamFacts;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.Workers;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.Recovery;
import io.github.kinesisetl.producer.internal.durable.SpoolOptions;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.encoding.EntryReader;
import io.github.kinesisetl.producer.internal.encoding.RecordForm;
import io.github.kinesisetl.producer.internal.encoding.Scratch;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.internal.memory.SpillFile;
import io.github.kinesisetl.producer.internal.memory.Spiller;
import io.github.kinesisetl.producer.internal.schedule.HandOff;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
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

  private final Ticker ticker;
  private final OwnThreads ownThreads;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final Admission admission;
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
   * @param stream where events go
   * @param ticker the time that everything goes by
   * @throws IllegalStateException if the stream's shards are not whole
   * @throws java.io.UncheckedIOException if a disk cannot be used
   */
  public DeliveryEngine(ProducerOptions options, Destination stream, Ticker ticker) {
    this(options, stream, ticker, new OwnThreads());
  }

  DeliveryEngine(
      ProducerOptions options, Destination stream, Ticker ticker, OwnThreads ownThreads) {
    this.ticker = ticker;
    this.ownThreads = ownThreads;
    closing = new Closing(ticker);
    counters = new ProducerCounters(options.metrics());
    budget = new MemoryBudget(options.memory().maxBufferedBytes(), ticker);
    var frames = new FramePool(budget.maxBytes() / 2);
    ShardMap map = ShardMap.of(stream.shards());
    Placement placement = placement(options, stream.facts());
    dispatcher = dispatcher(options, stream.facts(), placement, ticker);
    Encoder encoder = encoder(options, stream.facts(), frames);
    SpillFile spillFile = spillFile(options);
    eventLog = openLog(options, stream.facts(), spillFile, ticker); // nothing fails below but start
    EntryReader reader = reader(options);
    admission = new Admission(options, ownThreads, budget, eventLog, dispatcher);
    settlement = new Settlement(counters, budget, frames, eventLog, ticker);
    var queue = new HandOff<Draft>();
    var resplitter = new Resplitter(encoder, reader, dispatcher, settlement, queue);
    var filling = filling(options, stream.facts(), encoder, queue);
    var router = new ShardRouter(map, stream.directory(), dispatcher, filling::seal, ticker);
    var linger = new LingerWatch(options.delivery().linger().toNanos(), ticker, ownThreads);
    gatherer = new Gatherer(router, filling, eventLog, linger, counters.hotKeys());
    recovery = recovery(new RecoveredQueue(router, filling, encoder, counters));
    var follower = new ReshardFollower(placement, router, resplitter, dispatcher, settlement);
    var maker = new EntryMaker(queue, encoder, resplitter, dispatcher, settlement);
    var loop = new SenderLoop(stream.sender(), dispatcher, follower, resplitter, settlement);
    Workers workers = workers(options, maker, loop, follower);
    Spiller<QueuedBatch> spiller = spiller(spillFile, frames);
    lastSteps.add(deadlineNanos -> follower.stop());
    start(workers, spiller, encoder, reader);
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
      if (recovery.await(admission.maxWaitNanos())) {
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
    long reserved = admission.reserve(scratch, callback);
    counters.put(scratch.data().sizeBytes());
    boolean isTaken = false;
    long mark;
    try {
      mark = gatherer.add(scratch, callback, reserved);
      isTaken = true;
    } finally {
      if (!isTaken) {
        admission.cancel(scratch, reserved);
      }
    }
    eventLog.sync(mark);
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
    closing.step(gatherer::sealAll); // if memory ran out meanwhile
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

  private static Placement placement(ProducerOptions options, StreamFacts facts) {
    Reshards reshards =
        Reshards.of(options.encoding().mode(), options.delivery().ordered(), !facts.isAuto());
    return Placement.of(reshards, facts);
  }

  private static Dispatcher dispatcher(
      ProducerOptions options, StreamFacts facts, Placement placement, Ticker ticker) {
    boolean isDurable = options.durability().spool() != null;
    var retries = new RetryPolicy(options.delivery().retry(), isDurable, ticker);
    return new Dispatcher(
        new RequestPlanner(options.delivery(), placement, facts.maxRecordBytes(), retries),
        retries);
  }

  private static Encoder encoder(ProducerOptions options, StreamFacts facts, FramePool frames) {
    return new Encoder(
        options.encoding(),
        options.protection().cipher(),
        !facts.isAuto(),
        frames,
        2 * options.memory().maxBufferedBytes()); // those in use are half full, on average
  }

  private static EntryReader reader(ProducerOptions options) {
    return new EntryReader(
        options.encoding().mode() == OutputMode.PLAIN, options.protection().cipher());
  }

  private static @Nullable SpillFile spillFile(ProducerOptions options) {
    return options.memory().whenFull() == WhenFull.SPILL
        ? SpillFile.create(options.spill().spillDirectory(), options.spill().maxSpillBytes())
        : null;
  }

  private static EventLog openLog(
      ProducerOptions options, StreamFacts facts, @Nullable SpillFile spillFile, Ticker ticker) {
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
    boolean isOpen = false;
    try {
      EventLog log = EventLog.open(spool, spoolOptions, ticker);
      isOpen = true;
      return log;
    } finally {
      if (!isOpen && spillFile != null) {
        spillFile.close();
      }
    }
  }

  private Recovery recovery(RecoveredQueue recovered) {
    return new Recovery(eventLog, recovered, budget, ticker);
  }

  private Filling filling(
      ProducerOptions options, StreamFacts facts, Encoder encoder, HandOff<Draft> queue) {
    IntSupplier maxBytes = maxAggregateBytes(options, facts);
    return new Filling(maxBytes, encoder, queue, dispatcher, settlement);
  }

  private static IntSupplier maxAggregateBytes(ProducerOptions options, StreamFacts facts) {
    Encoding encoding = options.encoding();
    if (encoding.mode() == OutputMode.PLAIN) {
      return () -> Filling.NOTHING_GATHERED;
    }
    return () -> {
      int most =
          RecordForm.maxRecordBytes(encoding, options.protection(), facts.maxRecordBytes()) - 1;
      return Math.min(encoding.maxAggregateBytes(), most);
    };
  }

  private Workers workers(
      ProducerOptions options, EntryMaker maker, SenderLoop loop, ReshardFollower follower) {
    var workers = new Workers(ownThreads);
    workers.add("compress", maker, options.encoding().compression().compressionThreads());
    workers.add("send", loop, options.delivery().maxInFlightRequests());
    workers.add("shards", follower);
    if (!recovery.isDone()) {
      workers.add("recovery", recovery);
    }
    return workers;
  }

  private @Nullable Spiller<QueuedBatch> spiller(@Nullable SpillFile file, FramePool frames) {
    return file == null
        ? null
        : new Spiller<>(file, dispatcher.spill().losingTo(this::lose), budget, frames, ticker);
  }

  /** Gives everything back if the platform makes no more threads. */
  private void start(
      Workers workers,
      @Nullable Spiller<QueuedBatch> spiller,
      Encoder encoder,
      EntryReader reader) {
    lastSteps.add(deadlineNanos -> workers.stop());
    if (spiller != null) {
      lastSteps.add(spiller::close);
    }
    lastSteps.add(deadlineNanos -> reader.close());
    lastSteps.add(deadlineNanos -> encoder.close());
    boolean isStarted = false;
    try {
      workers.start();
      gatherer.start();
      if (spiller != null) {
        ownThreads.start(ownThreads.thread("spill", spiller));
      }
      isStarted = true;
    } finally {
      if (!isStarted) {
        long unused = close(Duration.ZERO);
        if (spiller != null) {
          spiller.run(); // its thread, which gives the disk back, is the last to be started
        }
      }
    }
  }

  private void lose(QueuedBatch batch) {
    dispatcher.remove(batch);
    settlement.lose(batch, "the entry could not be read back from disk", null);
    dispatcher.settled(List.of(batch));
  }
}
