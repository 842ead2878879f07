// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.internal.encoding.EntryReader;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.internal.schedule.HandOff;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of an engine that make and take apart entries, and books that must always balance. */
final class Parts implements AutoCloseable {

  static final HashKeyRange LOW = new HashKeyRange(HashKey.MIN, new HashKey(Long.MAX_VALUE, -1));
  static final HashKeyRange HIGH = new HashKeyRange(new HashKey(1L << 63, 0), HashKey.MAX);

  final TestTicker ticker = TestTicker.passing();
  final MemoryBudget budget = new MemoryBudget(64 << 20, ticker);
  final Encoder encoder =
      new Encoder(Encoding.DEFAULT, null, true, new FramePool(1 << 20), 1 << 20);
  final EntryReader reader = new EntryReader(false, null);
  final Settlement settlement =
      new Settlement(
          new ProducerCounters(EtlMetrics.NONE),
          budget,
          new FramePool(1 << 20),
          EventLog.none(7),
          ticker);
  final Dispatcher dispatcher = Batches.dispatcher(Reshards.REPEAT_MISPLACED, ticker);
  final HandOff<Draft> queue = new HandOff<Draft>();
  final Lane lane = Batches.lane("shard", 0);
  final ShardMap map = ShardMap.of(List.of(new OpenShard("low", LOW), new OpenShard("high", HIGH)));
  final LogShare share = new LogShare(7, 3);
  final List<String> told = new ArrayList<>();

  Resplitter resplitter(EntryEncoder itsEncoder) {
    return new Resplitter(itsEncoder, reader, dispatcher, settlement, queue);
  }

  EntryMaker maker(EntryEncoder itsEncoder) {
    return new EntryMaker(queue, itsEncoder, resplitter(itsEncoder), dispatcher, settlement);
  }

  /** A batch of events whose entry is to be made, in its lane. */
  Draft draft(int events) {
    RecordAggregator aggregator = encoder.aggregator();
    var callbacks = new Callbacks();
    for (int i = 0; i < events; i++) {
      String event = "event-" + i + ".";
      aggregator.add(EventRecord.of("key" + i, event.getBytes(StandardCharsets.UTF_8)));
      PutCallback callback = result -> told.add(event + " " + outcome(result));
      callbacks.add(callback);
      share.oweOne();
    }
    var held = new HeldEntry(1 << 20, QueuedBatch.OVERHEAD_BYTES);
    budget.force(held.reservedBytes());
    var batch =
        new QueuedBatch(
            lane,
            HashKey.MIN,
            QueuedBatch.Origin.at(ticker.nanoTime(), 0),
            new QueuedBatch.Contents(share, callbacks, held));
    dispatcher.enqueue(List.of(batch));
    return new Draft(batch, aggregator, AggregateIds.fresh(7, 3), aggregator.sizeBytes());
  }

  /** The same, with its entry. */
  QueuedBatch made(int events) throws InterruptedException {
    Draft draft = draft(events);
    queue.add(draft);
    makeAll(maker(encoder));
    return draft.batch();
  }

  /** Does what the compression threads would. */
  void makeAll(EntryMaker maker) throws InterruptedException {
    while (!queue.isEmpty()) {
      maker.make(queue.take());
    }
  }

  /** Every batch that waits anywhere. */
  List<QueuedBatch> waiting() {
    List<QueuedBatch> all = new ArrayList<>(lane.waiting());
    all.addAll(lane.misplaced());
    map.lanes().forEach(each -> all.addAll(each.waiting()));
    return all;
  }

  /** The events that wait, batch by batch. */
  List<String> waitingEvents() {
    List<String> events = new ArrayList<>();
    for (QueuedBatch batch : waiting()) {
      Entry entry = requireNonNull(batch.held().entry(), "an entry that was never made");
      for (EventRecord record : reader.records(entry)) {
        events.add(new String(record.copyData(), StandardCharsets.UTF_8));
      }
    }
    return events;
  }

  /**
   * What was taken is told or waits, once; what is held and owed is held and owed by what waits.
   */
  void assertBalanced(int events) {
    List<String> waiting = waitingEvents();
    assertThat(waiting).doesNotHaveDuplicates();
    assertThat(told).doesNotHaveDuplicates();
    assertThat(waiting.size() + told.size()).isEqualTo(events);
    assertThat(budget.usedBytes())
        .as("what is held")
        .isEqualTo(waiting().stream().mapToLong(b -> b.held().reservedBytes()).sum());
    assertThat(waiting().stream().mapToInt(batch -> batch.share().owed()).sum())
        .as("what is owed to the log")
        .isEqualTo(waiting.size());
  }

  @Override
  public void close() {
    reader.close();
    encoder.close();
  }

  private static String outcome(PutResult result) {
    PutResult.Rejected rejected = (PutResult.Rejected) result;
    return rejected.errorCode() + " " + rejected.kind();
  }

  /** An encoder of which one call fails, whichever that is. */
  static class Failing implements EntryEncoder {
    private final EntryEncoder encoder;
    private final int failing;
    private final Supplier<? extends Throwable> thrown;
    private final @Nullable String poison;
    private int calls;

    /**
     * An encoder.
     *
     * @param failing the number of the call that fails, from 0
     * @param poison an event that can never be encoded; null for none
     */
    Failing(
        EntryEncoder encoder,
        int failing,
        Supplier<? extends Throwable> thrown,
        @Nullable String poison) {
      this.encoder = encoder;
      this.failing = failing;
      this.thrown = thrown;
      this.poison = poison;
    }

    /** Whether that call came. */
    boolean hasFailed() {
      return calls > failing;
    }

    @Override
    public RecordAggregator aggregator() {
      count();
      return encoder.aggregator();
    }

    @Override
    public void giveBack(RecordAggregator aggregator) {
      count();
      encoder.giveBack(aggregator);
    }

    @Override
    public Entry encode(RecordBuffer aggregate, HashKey firstHash) {
      count();
      String text =
          new String(aggregate.array(), 0, aggregate.sizeBytes(), StandardCharsets.ISO_8859_1);
      if (poison != null && text.contains(poison)) {
        throw new IllegalStateException("odd");
      }
      return encoder.encode(aggregate, firstHash);
    }

    void count() {
      if (calls++ == failing) {
        Throwable failure = thrown.get();
        if (failure instanceof Error e) {
          throw e;
        }
        throw (RuntimeException) failure;
      }
    }
  }
}
