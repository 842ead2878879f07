// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.Backoff;
import io.github.kinesisetl.producer.internal.OverdueLog;
import io.github.kinesisetl.producer.internal.ProducerCounters;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.durable.EventLog;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EntryMakerTest {

  private static final int EVENTS = 1_000;

  private final TestTicker ticker = TestTicker.passing();
  private final MemoryBudget budget = new MemoryBudget(64 << 20, ticker);
  private final Encoder encoder =
      new Encoder(Encoding.DEFAULT, null, true, new FramePool(1 << 20), 4);
  private final EntryReader reader = new EntryReader(false, null);
  private final Settlement settlement =
      new Settlement(
          new ProducerCounters(EtlMetrics.NONE), budget, EventLog.none(7), reader, ticker);
  private final Dispatcher dispatcher =
      new Dispatcher(
          new RequestPlanner(Delivery.DEFAULT, Placement.of(Reshards.IGNORE), 1 << 20, true),
          new Backoff(Duration.ofMillis(50)),
          ticker);
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final Lane lane = Batches.lane("shard", 0);
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    reader.close();
    encoder.close();
  }

  /** One event that could not be encoded once rejected all that were gathered with it. */
  @Test
  void submit_oneEventThatCannotBeEncoded_isRejectedAloneAndTheOthersKeepTheirOrder()
      throws Exception {
    make((aggregate, firstHash) -> {
      if (text(aggregate).contains("event-617.")) {
        throw new IllegalStateException("odd");
      }
      return encoder.encode(aggregate, firstHash);
    });
    assertThat(told).containsExactly("event-617. EncodingFailed ITEM_REFUSED");
    List<String> left = new ArrayList<>();
    lane.waiting()
        .forEach(batch ->
            reader
                .records(java.util.Objects.requireNonNull(batch.held().entry()))
                .forEach(record -> left.add(textOf(record))));
    assertThat(left).hasSize(EVENTS - 1);
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.get(i)).isEqualTo("event-" + (i < 617 ? i : i + 1) + ".");
    }
    assertThat(lane.waiting()).hasSizeLessThan(12);
  }

  /** Neither a key nor memory nor a library is a matter of one event. */
  @Test
  void submit_whatEveryEntryNeedsIsMissing_isTriedAgain() throws Exception {
    var calls = new AtomicInteger();
    make((aggregate, firstHash) ->
        switch (calls.getAndIncrement()) {
          case 0 -> throw new OutOfMemoryError("for a test");
          case 1 ->
              throw new io.github.kinesisetl.core.encrypt.DataKeyException("away", true, null);
          default -> encoder.encode(aggregate, firstHash);
        });
    assertThat(calls).hasValue(3);
    assertThat(told).isEmpty();
    assertThat(lane.waiting()).hasSize(1);
  }

  private void make(EntryMaker.Encoding encoding) throws InterruptedException {
    var maker =
        new EntryMaker(
            encoder,
            encoding,
            dispatcher,
            settlement,
            new OverdueLog(Duration.ofMinutes(2), dispatcher::eventsPutUpTo, ticker),
            Duration.ofMinutes(2).toNanos(),
            ticker,
            threads);
    RecordAggregator aggregator = encoder.aggregator();
    var callbacks = new Callbacks();
    for (int i = 0; i < EVENTS; i++) {
      String event = "event-" + i + ".";
      aggregator.add(EventRecord.of("key", event.getBytes(StandardCharsets.UTF_8)));
      PutCallback callback = result -> told.add(event + " " + outcome(result));
      callbacks.add(callback);
    }
    var held = new HeldEntry(1 << 20, QueuedBatch.OVERHEAD_BYTES);
    budget.force(held.reservedBytes());
    var batch =
        new QueuedBatch(
            lane,
            HashKey.MIN,
            QueuedBatch.Origin.at(ticker.nanoTime(), 0),
            new QueuedBatch.Contents(new LogShare(7, 3), callbacks, held));
    dispatcher.enqueue(batch);
    maker.submit(new Draft(batch, aggregator, AggregateIds.fresh(7, 3)));
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.usedBytes())
        .isEqualTo(lane.waiting().stream().mapToLong(b -> b.held().reservedBytes()).sum());
  }

  private static String outcome(PutResult result) {
    Rejected rejected = (Rejected) result;
    return rejected.errorCode() + " " + rejected.kind();
  }

  private static String text(RecordBuffer aggregate) {
    return new String(aggregate.array(), 0, aggregate.sizeBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String textOf(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }
}
