// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.ProducerMetrics;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.durable.SpoolOptions;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementTest {

  private static final Stored STORED = new Stored("shard-1", "42");

  @TempDir private Path directory;

  private final TestTicker ticker = new TestTicker();
  private final MemoryBudget budget = new MemoryBudget(1 << 20, ticker);
  private final ProducerCounters counters = new ProducerCounters(EtlMetrics.NONE);
  private final List<PutResult> told = new ArrayList<>();
  private EventLog eventLog;
  private Settlement settlement;

  @BeforeEach
  void open() {
    eventLog = openLog();
    settlement = new Settlement(counters, budget, new FramePool(1 << 20), eventLog, ticker);
  }

  @AfterEach
  void close() {
    eventLog.close();
  }

  @Test
  void accept_batch_countsReleasesAndTellsOnce() {
    QueuedBatch batch = batch(3);
    int attempt = batch.nextAttempt();
    ticker.advance(Duration.ofMillis(80));
    settlement.accept(batch, Batches.entry(100), STORED);
    settlement.accept(batch, Batches.entry(100), STORED);
    settlement.reject(batch, "Late", "too late", FailureKind.TRANSIENT);
    assertThat(told).hasSize(3).containsOnly(new Accepted("shard-1", "42", attempt));
    ProducerMetrics metrics = counters.snapshot(budget.usedBytes());
    assertThat(metrics.events().accepted()).isEqualTo(3);
    assertThat(metrics.events().rejected()).isZero();
    assertThat(metrics.events().latency().maxMillis()).isEqualTo(80);
    assertThat(metrics.entries().bytesByShard()).containsEntry("shard-1", 101L);
    assertThat(metrics.bufferedBytes()).isZero();
  }

  @Test
  void accept_withoutForget_leavesTheEventsInTheLog() {
    settlement.accept(batch(2), Batches.entry(1), STORED);
    assertThat(leftInTheLog()).isEqualTo(2);
  }

  @Test
  void forget_acceptedBatch_settlesTheLog() {
    QueuedBatch batch = batch(2);
    settlement.accept(batch, Batches.entry(1), STORED);
    settlement.forget(batch);
    assertThat(leftInTheLog()).isZero();
  }

  @Test
  void reject_batch_tellsCodeAndMessageAndSettlesTheLog() {
    QueuedBatch batch = batch(2);
    settlement.reject(batch, "Refused", "no", FailureKind.TRANSIENT);
    assertThat(told).hasSize(2).containsOnly(new Rejected("Refused", "no", 0));
    assertThat(counters.snapshot(0).events().rejected()).isEqualTo(2);
    assertThat(budget.usedBytes()).isZero();
    assertThat(leftInTheLog()).isZero();
  }

  @Test
  void leave_atClose_tellsAndKeepsTheEventsForTheNextProcess() {
    QueuedBatch batch = batch(2);
    settlement.leave(batch);
    settlement.reject(batch, "Late", "a sender thread that comes later", FailureKind.TRANSIENT);
    assertThat(told)
        .hasSize(2)
        .allMatch(result ->
            result instanceof Rejected rejected
                && rejected.errorCode().equals(Rejected.PRODUCER_CLOSED)
                && rejected.message().contains("its log keeps the event"));
    assertThat(leftInTheLog()).isEqualTo(2);
  }

  @Test
  void accept_callbackThatThrows_tellsTheOthers() {
    QueuedBatch batch = batch(1);
    batch
        .callbacks()
        .add(result -> {
          throw new AssertionError("rude");
        });
    batch.callbacks().add(told::add);
    settlement.accept(batch, Batches.entry(1), STORED);
    assertThat(told).hasSize(2);
  }

  /** Whatever the disk or the key service does, who waits is told, and the log keeps the rest. */
  @Test
  void refuse_eventsThatCannotBeSetAside_tellsWhoWaitsAndKeepsAllInTheLog() {
    QueuedBatch batch = batch(2);
    batch.callbacks().add(PutCallback.NONE);
    settlement.refuse(
        batch,
        new Failed("ValidationException", FailureKind.ITEM_REFUSED),
        "no",
        () -> {
          throw new InternalError("of a mapped file");
        });
    assertThat(told)
        .hasSize(2)
        .allMatch(result -> ((Rejected) result).message().endsWith("its log keeps the event"));
    assertThat(budget.usedBytes()).isZero();
    assertThat(leftInTheLog()).isEqualTo(2);
  }

  @Test
  void passOn_batchThatWasTakenApart_givesItsMemoryBackAndTellsNobody() {
    QueuedBatch batch = batch(2);
    settlement.passOn(batch);
    assertThat(budget.usedBytes()).isZero();
    assertThat(told).isEmpty();
  }

  private QueuedBatch batch(int events) {
    LogShare share = settlement.begin();
    var key = new KeyBuffer();
    key.set("key");
    var data = new RecordBuffer(8);
    data.write(new byte[8]);
    var callbacks = new Callbacks();
    for (int i = 0; i < events; i++) {
      assertThat(eventLog.reserve(key, data, 0)).isTrue();
      long unused = eventLog.append(share, i, key, data);
      callbacks.add(told::add);
    }
    Lane lane = Batches.lane("shard-1", 0);
    var held = new HeldEntry(QueuedBatch.OVERHEAD_BYTES, QueuedBatch.OVERHEAD_BYTES);
    return new QueuedBatch(
        lane,
        HashKey.MIN,
        QueuedBatch.Origin.at(ticker.nanoTime(), 0),
        new QueuedBatch.Contents(share, callbacks, held));
  }

  private int leftInTheLog() {
    eventLog.close();
    try (EventLog next = openLog()) {
      return next.recovered().stream().mapToInt(aggregate -> aggregate.size()).sum();
    }
  }

  private EventLog openLog() {
    return EventLog.open(directory, new SpoolOptions(7, 32 << 20, 1 << 20, false), ticker);
  }
}
