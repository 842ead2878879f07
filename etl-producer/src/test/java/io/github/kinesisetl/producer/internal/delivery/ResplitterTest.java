// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.internal.Backoff;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResplitterTest {

  private static final int EVENTS = 40;
  private static final HashKey HALF = new HashKey(1L << 63, 0);
  private static final HashKeyRange LOW =
      new HashKeyRange(HashKey.MIN, new HashKey(Long.MAX_VALUE, -1));
  private static final HashKeyRange HIGH = new HashKeyRange(HALF, HashKey.MAX);

  private final TestTicker ticker = new TestTicker();
  private final MemoryBudget budget = new MemoryBudget(1 << 20, ticker);
  private final Encoder encoder =
      new Encoder(Encoding.DEFAULT, null, true, new FramePool(1 << 20), 4);
  private final Lane old = Batches.lane("old", 0);
  private final EntryReader reader = new EntryReader(false, null);
  private final Settlement settlement =
      new Settlement(
          new ProducerCounters(EtlMetrics.NONE), budget, EventLog.none(7), reader, ticker);
  private final Resplitter resplitter = new Resplitter(encoder, reader, router(), settlement);
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    reader.close();
    encoder.close();
  }

  @Test
  void split_waitingBatch_partsHaveItsRecordsWithTheirIdsAndCallbacks() {
    QueuedBatch whole = whole();
    whole.number(9);
    int unused = whole.nextAttempt();
    List<QueuedBatch> parts = made(resplitter.split(whole));
    assertThat(parts)
        .extracting(part -> part.lane().shard().shardId())
        .containsExactlyInAnyOrder("low", "high");
    List<EventRecord> records = new ArrayList<>();
    for (QueuedBatch part : parts) {
      List<EventRecord> held = read(part);
      assertThat(held).allMatch(record -> part.lane().shard().range().contains(hash(record)));
      assertThat(part.size()).isEqualTo(held.size());
      assertThat(part.share().owed()).isEqualTo(held.size());
      assertThat(part.number()).isEqualTo(9);
      assertThat(part.attempts()).isEqualTo(1);
      assertThat(part.events()).isEqualTo(part.size());
      part.callbacks().tell(new PutResult.Accepted("shard", "1", 1));
      assertThat(told).hasSize(held.size());
      held.forEach(record -> assertThat(told).contains(text(record)));
      told.clear();
      records.addAll(held);
    }
    assertThat(whole.share().owed()).isZero();
    assertThat(records).hasSize(EVENTS);
    for (EventRecord record : records) {
      int number = Integer.parseInt(text(record).substring(3));
      assertThat(record.id()).isEqualTo(new EventId(7, 3, number));
    }
    assertThat(budget.usedBytes())
        .isEqualTo(parts.stream().mapToLong(part -> part.held().reservedBytes()).sum());
  }

  @Test
  void splitMisplaced_someRecordsBelongElsewhere_repeatsThoseAndTellsNobody() {
    QueuedBatch whole = whole();
    List<QueuedBatch> parts = made(resplitter.splitMisplaced(whole, Optional.of(LOW), false));
    assertThat(parts).hasSize(1);
    QueuedBatch part = parts.get(0);
    assertThat(read(part)).allMatch(record -> HIGH.contains(hash(record)));
    assertThat(part.events()).as("accepted already").isZero();
    part.callbacks().tell(new PutResult.Accepted("shard", "1", 1));
    assertThat(told).isEmpty();
    assertThat(part.share().owed() + whole.share().owed()).isEqualTo(EVENTS);
  }

  @Test
  void splitMisplaced_allOrNone_repeatsAllIfAnyIsMisplaced() {
    QueuedBatch whole = whole();
    List<QueuedBatch> parts = made(resplitter.splitMisplaced(whole, Optional.of(LOW), true));
    assertThat(parts.stream().mapToInt(QueuedBatch::size).sum()).isEqualTo(EVENTS);
    assertThat(whole.share().owed()).isZero();
    assertThat(budget.usedBytes())
        .isEqualTo(parts.stream().mapToLong(part -> part.held().reservedBytes()).sum());
    var everything = new HashKeyRange(HashKey.MIN, HashKey.MAX);
    assertThat(resplitter.splitMisplaced(whole(), Optional.of(everything), true)).isEmpty();
  }

  @Test
  void splitMisplaced_shardThatIsClosedAgain_repeatsAll() {
    List<QueuedBatch> parts = made(resplitter.splitMisplaced(whole(), Optional.empty(), false));
    assertThat(parts.stream().mapToInt(QueuedBatch::size).sum()).isEqualTo(EVENTS);
  }

  @Test
  void halve_batch_partsHaveItsRecordsInOrderInItsLane() {
    QueuedBatch whole = whole();
    List<QueuedBatch> halves = made(resplitter.halve(whole));
    assertThat(halves).hasSize(2).allMatch(half -> half.lane() == old);
    List<String> texts = new ArrayList<>();
    halves.forEach(half -> read(half).forEach(record -> texts.add(text(record))));
    assertThat(texts).hasSize(EVENTS);
    assertThat(texts.get(EVENTS / 2)).isEqualTo("key" + EVENTS / 2);
    assertThat(halves.get(0).share().owed() + halves.get(1).share().owed()).isEqualTo(EVENTS);
  }

  /** Makes the entries, as a compression thread does. */
  private List<QueuedBatch> made(List<Draft> drafts) {
    for (Draft draft : drafts) {
      QueuedBatch batch = draft.batch();
      Entry entry = encoder.encode(draft.aggregator().complete(draft.ids()), batch.firstHash());
      budget.release(batch.held().ready(entry, 0));
      encoder.giveBack(draft.aggregator());
    }
    return drafts.stream().map(Draft::batch).toList();
  }

  private QueuedBatch whole() {
    RecordAggregator aggregator = encoder.aggregator();
    var callbacks = new Callbacks();
    var share = new LogShare(7, 3);
    for (int i = 0; i < EVENTS; i++) {
      String event = "key" + i;
      aggregator.add(EventRecord.of(event, event.getBytes(StandardCharsets.UTF_8)));
      PutCallback callback = result -> told.add(event);
      callbacks.add(callback);
      share.oweOne();
    }
    Entry entry = encoder.encode(aggregator.complete(AggregateIds.fresh(7, 3)), HashKey.MIN);
    encoder.giveBack(aggregator);
    var held = HeldEntry.of(entry, QueuedBatch.OVERHEAD_BYTES, 0);
    return new QueuedBatch(
        old,
        HashKey.MIN,
        QueuedBatch.Origin.at(0, 0),
        new QueuedBatch.Contents(share, callbacks, held));
  }

  private static List<EventRecord> read(QueuedBatch batch) {
    Entry entry = Objects.requireNonNull(batch.held().entry());
    try (RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      return reader.read(EventRecord.of(entry.partitionKey(), entry.copyData())).stream()
          .map(ReadResult::record)
          .toList();
    }
  }

  private static HashKey hash(EventRecord record) {
    return HashKey.ofPartitionKey(record.partitionKey());
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }

  private ShardRouter router() {
    var dispatcher =
        new Dispatcher(
            new RequestPlanner(
                Delivery.DEFAULT, Placement.of(Reshards.REPEAT_MISPLACED), 1 << 20, true),
            new Backoff(Duration.ofMillis(50)),
            ticker);
    List<OpenShard> shards = List.of(new OpenShard("low", LOW), new OpenShard("high", HIGH));
    return new ShardRouter(ShardMap.of(shards), () -> shards, dispatcher, lane -> {}, ticker);
  }
}
