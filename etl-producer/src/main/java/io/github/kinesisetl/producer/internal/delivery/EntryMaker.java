// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TransientFaults;
import io.github.kinesisetl.producer.internal.encoding.EntryEncoder;
import io.github.kinesisetl.producer.internal.encoding.EntryReader;
import io.github.kinesisetl.producer.internal.schedule.HandOff;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each compression thread does: take a batch, and make its entry. While there is no key or no
 * memory it tries again and again, as every entry needs both; what cannot be encoded otherwise is
 * halved down to the event. Whatever a step throws, the batch is made, halved or settled.
 */
final class EntryMaker implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(EntryMaker.class);

  private final HandOff<Draft> queue;
  private final EntryEncoder encoder;
  private final Resplitter resplitter;
  private final Dispatcher dispatcher;
  private final Settlement settlement;

  EntryMaker(
      HandOff<Draft> queue,
      EntryEncoder encoder,
      Resplitter resplitter,
      Dispatcher dispatcher,
      Settlement settlement) {
    this.queue = queue;
    this.encoder = encoder;
    this.resplitter = resplitter;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        make(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    }
  }

  /** Tries until it is over with the draft; even to tell of a failure may fail. */
  void make(Draft draft) throws InterruptedException {
    Throwable failure = null;
    for (int failed = 0; !draft.isOver(); ) {
      try {
        if (failure == null) {
          attempt(draft);
        } else {
          Throwable last = failure;
          failure = null;
          recover(draft, ++failed, last);
        }
      } catch (RuntimeException | Error e) { // the thread's outermost loop: no batch must stick
        failure = e;
      }
    }
  }

  private void attempt(Draft draft) {
    QueuedBatch batch = draft.batch();
    RecordBuffer aggregate = draft.complete();
    Entry entry;
    try {
      entry = encoder.encode(aggregate, batch.firstHash());
    } catch (RuntimeException | Error e) { // whatever a key provider of the user's throws
      if (TransientFaults.isTransient(e) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      halve(draft, aggregate, e);
      return;
    }
    long spareBytes = dispatcher.made(batch, entry);
    draft.end(); // from here on it may be sent, and must not be made again
    try {
      settlement.encoded(aggregate.sizeBytes(), spareBytes);
    } finally {
      dispatcher.encoded(batch); // nobody else looks at its lane
    }
    encoder.giveBack(draft.aggregator());
  }

  /** Sees to what an attempt threw. */
  private void recover(Draft draft, int failed, Throwable cause) throws InterruptedException {
    QueuedBatch batch = draft.batch();
    if (Thread.currentThread().isInterrupted()) {
      draft.end(); // the encoder is closed, and close() settles what is left
    } else if (!TransientFaults.isTransient(cause)) {
      log.error("cannot make an entry of {} events", batch.size(), cause);
      draft.end();
      end(batch, () -> settlement.lose(batch, "the producer failed to make an entry", cause));
    } else if (isWaiting(batch, cause)) {
      dispatcher.retries().pause(failed);
    } else {
      draft.end();
      end(
          batch,
          () ->
              settlement.reject(
                  batch,
                  Rejected.DELIVERY_TIMEOUT,
                  "the event could not be encoded within the delivery timeout; last: "
                      + describe(cause),
                  FailureKind.TRANSIENT));
    }
  }

  /** Whether a batch may wait any longer; says so if it does. */
  private boolean isWaiting(QueuedBatch batch, Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage());
    dispatcher.retries().failed(name, "cannot encode a batch: " + describe(cause), cause);
    batch.failed(new Failed(name, FailureKind.TRANSIENT, message, false));
    return dispatcher.waits(batch, describe(cause));
  }

  private static String describe(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  /** A verdict on the whole is none on its parts, until one event is alone. */
  private void halve(Draft draft, RecordBuffer aggregate, Throwable cause) {
    QueuedBatch batch = draft.batch();
    List<EventRecord> records = records(aggregate);
    if (records.size() > 1) {
      resplitter.halve(batch, records);
      draft.end();
      encoder.giveBack(draft.aggregator());
      return;
    }
    log.error("an event cannot be encoded; it is rejected", cause);
    String message = "the event cannot be encoded: " + cause.getClass().getSimpleName();
    Failed failure = new Failed(Rejected.ENCODING_FAILED, FailureKind.ITEM_REFUSED);
    draft.end();
    end(batch, () -> settlement.refuse(batch, failure, message, () -> records));
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
