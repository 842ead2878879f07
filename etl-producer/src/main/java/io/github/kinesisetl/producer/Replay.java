// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spool.RecoveredAggregate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues what an earlier process left in the log, with the ids that it has, in the order in which
 * it was put, and within the memory that the producer may take. Until all is queued nothing new is
 * taken, so that nothing overtakes it. One thread runs it, others wait for it.
 */
final class Replay implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  /** What an event takes in an entry beside its payload, at most. */
  private static final int EVENT_OVERHEAD_BYTES = 800;

  private final EventLog eventLog;
  private final Encoder encoder;
  private final ProducerParts parts;
  private final ProducerOptions options;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicLong left = new AtomicLong();
  private volatile boolean stopped;

  Replay(EventLog eventLog, Encoder encoder, ProducerParts parts, ProducerOptions options) {
    this.eventLog = eventLog;
    this.encoder = encoder;
    this.parts = parts;
    this.options = options;
    left.set(eventLog.recovered().stream().mapToLong(RecoveredAggregate::size).sum());
    if (eventLog.recovered().isEmpty()) {
      done.countDown();
    }
  }

  @Override
  public void run() {
    log.info(
        "sending {} events that an earlier process left; {} torn bytes of its log were skipped",
        left.get(),
        eventLog.tornBytes());
    try {
      for (RecoveredAggregate aggregate : eventLog.recovered()) {
        if (!queue(aggregate)) {
          return;
        }
      }
      done.countDown();
    } catch (RuntimeException | Error e) { // the thread's outermost loop
      if (stopped) {
        return; // the producer's parts are closed under it, and the log keeps what is left
      }
      log.error("cannot send what an earlier process left; the log keeps it, nothing is taken", e);
    }
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits until all is queued; false if it is not in time. */
  boolean await(long timeoutNanos) throws InterruptedException {
    return done.await(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  /** How many events are not queued yet. */
  long left() {
    return isDone() ? 0 : left.get();
  }

  /** Queues nothing more; the log keeps what is left. */
  void stop() {
    stopped = true;
  }

  private boolean queue(RecoveredAggregate aggregate) {
    long needed =
        Math.min(
            aggregate.payloadBytes() + (long) aggregate.size() * EVENT_OVERHEAD_BYTES,
            options.maxBufferedBytes());
    while (!parts.budget().take(needed, TimeUnit.SECONDS.toNanos(1))) {
      if (stopped) {
        return false;
      }
    }
    try {
      parts.router().whileSteady(() -> queueSteadily(aggregate));
    } finally {
      parts.budget().release(needed);
    }
    left.addAndGet(-aggregate.size());
    return !stopped;
  }

  private void queueSteadily(RecoveredAggregate aggregate) {
    if (options.mode() == OutputMode.PLAIN) {
      queueAlone(aggregate);
      return;
    }
    Map<Lane, Part> byLane = new LinkedHashMap<>();
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      Lane lane = parts.router().map().laneOf(hash);
      byLane
          .computeIfAbsent(lane, to -> new Part(newBatch(aggregate, to, hash), aggregate.size()))
          .add(record, aggregate.position(i));
    }
    byLane.values().forEach(part -> enqueue(part.batch, part.entry(aggregate)));
  }

  private void queueAlone(RecoveredAggregate aggregate) {
    for (int i = 0; i < aggregate.size(); i++) {
      EventRecord record = aggregate.record(i);
      HashKey hash = HashKey.ofPartitionKey(record.partitionKey());
      Batch batch = newBatch(aggregate, parts.router().map().laneOf(hash), hash);
      keep(batch, record);
      enqueue(batch, new Entry(record.partitionKey(), null, record.copyData()));
    }
  }

  private static Batch newBatch(RecoveredAggregate aggregate, Lane lane, HashKey firstHash) {
    Batch batch = Batch.encodedElsewhere(lane, firstHash, System.nanoTime());
    batch.identify(aggregate.producerEpoch(), aggregate.number());
    return batch;
  }

  private void keep(Batch batch, EventRecord record) {
    batch.keep(PutCallback.NONE, record.sizeBytes());
    batch.oweOne();
    parts.counters().put(record.sizeBytes());
  }

  private void enqueue(Batch batch, Entry entry) {
    batch.encodedPart(entry);
    parts.budget().force(batch.reservedBytes());
    parts.counters().sealed(batch);
    parts.dispatcher().enqueue(batch);
    parts.dispatcher().encoded();
  }

  /** Those events of an aggregate that go to one lane. */
  private final class Part {
    private final Batch batch;
    private final RecordAggregator aggregator = encoder.aggregator();
    private final int[] positions;

    Part(Batch batch, int maxEvents) {
      this.batch = batch;
      positions = new int[maxEvents];
    }

    void add(EventRecord record, int position) {
      aggregator.add(record);
      positions[batch.size()] = position;
      keep(batch, record);
    }

    Entry entry(RecoveredAggregate aggregate) {
      AggregateIds ids =
          AggregateIds.kept(
              aggregate.producerEpoch(),
              aggregate.number(),
              Arrays.copyOf(positions, batch.size()));
      Entry entry = encoder.encode(aggregator, ids, batch.firstHash());
      encoder.giveBack(aggregator);
      return entry;
    }
  }
}
