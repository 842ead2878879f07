// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.OverdueLog;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the entries of queued batches made by threads of its own. While there is no key or no memory
 * they try again and again, as every entry needs both; what fails otherwise is halved down to the
 * event that cannot be encoded. Safe for use by many threads.
 */
final class EntryMaker {

  private static final Logger log = LoggerFactory.getLogger(EntryMaker.class);

  private final Encoder encoder;
  private final Encoding encoding;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final OverdueLog overdue;
  private final long deliveryTimeoutNanos;
  private final Ticker ticker;
  private final ExecutorService threads;
  private final FailureLog failures;

  /**
   * A maker.
   *
   * @param encoder where aggregators come from and go to
   * @param encoding makes an entry
   * @param deliveryTimeoutNanos how long a batch is tried that no log keeps
   * @param threads do it
   */
  EntryMaker(
      Encoder encoder,
      Encoding encoding,
      Dispatcher dispatcher,
      Settlement settlement,
      OverdueLog overdue,
      long deliveryTimeoutNanos,
      Ticker ticker,
      ExecutorService threads) {
    this.encoder = encoder;
    this.encoding = encoding;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.overdue = overdue;
    this.deliveryTimeoutNanos = deliveryTimeoutNanos;
    this.ticker = ticker;
    this.threads = threads;
    failures = new FailureLog(log, "encoding again", ticker);
  }

  /** Makes an entry of an aggregate. */
  interface Encoding {
    Entry encode(RecordBuffer aggregate, HashKey firstHash);
  }

  /** An empty aggregator, which comes back with its batch. */
  RecordAggregator aggregator() {
    return encoder.aggregator();
  }

  /** Takes an aggregator back that no batch needs. */
  void giveBack(RecordAggregator aggregator) {
    encoder.giveBack(aggregator);
  }

  /** Has the entry of a queued batch made. */
  void submit(Draft draft) {
    try {
      threads.execute(() -> make(draft));
    } catch (RejectedExecutionException e) {
      log.debug("the producer closes; a batch of {} events is left", draft.batch().size());
    }
  }

  private void make(Draft draft) {
    QueuedBatch batch = draft.batch();
    try {
      encode(batch, draft.aggregator().complete(draft.ids()));
      encoder.giveBack(draft.aggregator());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    } catch (RuntimeException | Error e) { // the thread's outermost loop: the batch must not stick
      log.error("cannot make an entry of {} events", batch.size(), e);
      end(batch, () -> settlement.lose(batch, "the producer failed to make an entry", e));
    }
  }

  /** Encodes until there is an entry, or none can come. */
  private void encode(QueuedBatch batch, RecordBuffer aggregate) throws InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        Entry entry = encoding.encode(aggregate, batch.firstHash());
        settlement.encoded(aggregate.sizeBytes(), batch.held().ready(entry, ticker.nanoTime()));
        dispatcher.encoded();
        return;
      } catch (DataKeyException | VirtualMachineError | LinkageError e) {
        if (e instanceof StackOverflowError || isHopeless(e)) {
          halve(batch, aggregate, e);
          return;
        }
        if (!awaitNext(batch, failed, e)) {
          return;
        }
      } catch (RuntimeException | Error e) { // whatever a key provider of the user's throws
        if (Thread.currentThread().isInterrupted()) {
          return; // the encoder is closed, and close() settles what is left
        }
        halve(batch, aggregate, e);
        return;
      }
    }
  }

  private static boolean isHopeless(Throwable e) {
    return e instanceof DataKeyException key && !key.retryHelps();
  }

  /** Waits; false if the batch is given up. */
  private boolean awaitNext(QueuedBatch batch, int failed, Throwable cause)
      throws InterruptedException {
    String name = cause.getClass().getSimpleName();
    String what = name + ": " + cause.getMessage();
    failures.failed(name, "cannot encode a batch: " + what, cause);
    batch.failed(
        new Failed(name, FailureKind.TRANSIENT, String.valueOf(cause.getMessage()), false));
    long firstPutNanos = batch.origin().firstPutNanos();
    if (settlement.isDurable()) {
      overdue.waits(firstPutNanos, what);
    } else if (ticker.nanoTime() - firstPutNanos >= deliveryTimeoutNanos) {
      end(
          batch,
          () ->
              settlement.reject(
                  batch,
                  Rejected.DELIVERY_TIMEOUT,
                  "the event could not be encoded within the delivery timeout; last: " + what,
                  FailureKind.TRANSIENT));
      return false;
    }
    ticker.sleep(dispatcher.backoffNanos(failed));
    return true;
  }

  /** A verdict on the whole is none on its parts, until one event is alone. */
  private void halve(QueuedBatch batch, RecordBuffer aggregate, Throwable cause) {
    List<EventRecord> records = records(aggregate);
    if (records.size() == 1) {
      log.error("an event cannot be encoded; it is rejected", cause);
      String name = cause.getClass().getSimpleName();
      Failed failure = new Failed(Rejected.ENCODING_FAILED, FailureKind.ITEM_REFUSED);
      end(
          batch,
          () ->
              settlement.refuse(
                  batch, failure, "the event cannot be encoded: " + name, () -> records));
      return;
    }
    int half = records.size() / 2;
    List<Draft> halves = new ArrayList<>(2);
    halves.add(part(batch, records, 0, half));
    halves.add(part(batch, records, half, records.size()));
    if (!dispatcher.replace(batch, halves.stream().map(Draft::batch).toList())) {
      settlement.discard(halves);
      return;
    }
    settlement.passOn(batch);
    halves.forEach(this::make); // whatever befalls one of them, the other is made
  }

  private Draft part(QueuedBatch batch, List<EventRecord> records, int from, int to) {
    HashKey hash = from == 0 ? batch.firstHash() : hashOf(records.get(from));
    var part = new BatchPart(batch.lane(), hash, encoder);
    for (int i = from; i < to; i++) {
      EventId id = records.get(i).id();
      part.add(records.get(i), id == null ? i : id.position(), batch.callback(i));
    }
    Draft draft =
        part.draft(
            batch.share().split(part.size()), contents -> batch.part(batch.lane(), hash, contents));
    settlement.hold(draft.batch());
    return draft;
  }

  private static HashKey hashOf(EventRecord record) {
    return HashKey.ofPartitionKey(record.partitionKey());
  }

  private static List<EventRecord> records(RecordBuffer aggregate) {
    try {
      return EntryReader.deaggregated(aggregate.array(), aggregate.sizeBytes());
    } catch (MalformedFrameException e) {
      throw new IllegalStateException("a producer cannot read its own aggregate", e);
    }
  }

  private void end(QueuedBatch batch, Runnable telling) {
    dispatcher.remove(batch);
    try {
      telling.run();
    } finally {
      dispatcher.settled(List.of(batch));
    }
  }
}
