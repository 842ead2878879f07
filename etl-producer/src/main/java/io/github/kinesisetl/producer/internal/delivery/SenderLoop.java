// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each sender thread does: take a request, send it, and see to what came of it. */
final class SenderLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SenderLoop.class);
  private static final String SENDER_FAILURE = "SenderFailure";
  private static final String INTERNAL_FAILURE = "InternalFailure";

  private final RecordSender sender;
  private final Dispatcher dispatcher;
  private final ReshardFollower reshards;
  private final Settlement settlement;
  private final FramePool frames;
  private final FailureLog failures = new FailureLog(log, "sending again");

  SenderLoop(
      RecordSender sender,
      Dispatcher dispatcher,
      ReshardFollower reshards,
      Settlement settlement,
      FramePool frames) {
    this.sender = sender;
    this.dispatcher = dispatcher;
    this.reshards = reshards;
    this.settlement = settlement;
    this.frames = frames;
  }

  @Override
  public void run() {
    try {
      for (Work work = dispatcher.take(); work != null; work = dispatcher.take()) {
        try {
          perform(work);
        } catch (RuntimeException | Error e) { // a thread that ends would take its batches along
          log.error("a sender thread failed; the events that it held are rejected", e);
          abandon(work);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    }
  }

  private void perform(Work work) throws InterruptedException {
    work.expired().forEach(this::expire);
    if (work.ended() != null) {
      reshards.handOver(work);
    }
    if (!work.request().isEmpty()) {
      conclude(work, answered(work.entries()));
    }
  }

  private List<EntryResult> answered(List<Entry> entries) {
    try {
      return send(entries);
    } finally {
      dispatcher.answered();
    }
  }

  private void abandon(Work work) {
    Lane ended = work.ended();
    if (ended != null) {
      work.leftOver()
          .forEach(batch -> settlement.reject(batch, INTERNAL_FAILURE, "the producer failed"));
      dispatcher.handOver(ended, work.leftOver(), List.of());
    }
    for (QueuedBatch batch : work.request()) {
      if (dispatcher.isInFlight(batch)) {
        giveUp(batch, INTERNAL_FAILURE, "the producer failed");
      }
    }
  }

  /** A sender must not throw; one that does costs an attempt, not the thread. */
  private List<EntryResult> send(List<Entry> entries) {
    settlement.requested();
    try {
      List<EntryResult> results = sender.send(entries);
      if (results.size() == entries.size()) {
        return results;
      }
      failures.failed(
          "the sender gave %d results for %d entries".formatted(results.size(), entries.size()),
          null);
    } catch (RuntimeException e) {
      failures.failed("the sender threw", e);
    }
    return Collections.nCopies(entries.size(), new Failed(SENDER_FAILURE, FailureKind.TRANSIENT));
  }

  /** Sees first to what went where it should: to learn of a reshard takes time. */
  private void conclude(Work work, List<EntryResult> results) throws InterruptedException {
    Map<QueuedBatch, String> elsewhere = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      QueuedBatch batch = work.request().get(i);
      int unused = batch.nextAttempt();
      EntryResult result = results.get(i);
      if (result instanceof Stored stored) {
        Entry entry = work.entries().get(i);
        settlement.accept(batch, entry, stored);
        if (reshards.isWhereItShould(batch, stored)) {
          settlement.forget(batch);
          dispatcher.accepted(batch);
          frames.give(entry.array());
        } else {
          elsewhere.put(batch, stored.shardId());
        }
      } else if (result instanceof Failed failed) {
        fail(batch, failed);
      }
    }
    for (Map.Entry<QueuedBatch, String> stored : elsewhere.entrySet()) {
      reshards.follow(stored.getKey(), stored.getValue());
    }
  }

  private void fail(QueuedBatch batch, Failed failed) {
    if (failed.kind().isPermanent()) {
      giveUp(batch, failed.errorCode(), "the stream refused the entry");
      return;
    }
    boolean throttled = failed.kind() == FailureKind.THROTTLED;
    if (!throttled) {
      failures.failed("an entry failed with " + failed.errorCode(), null);
    }
    settlement.retried(throttled);
    dispatcher.retry(batch, throttled);
  }

  private void expire(QueuedBatch batch) {
    giveUp(
        batch, Rejected.DELIVERY_TIMEOUT, "the event was not stored within the delivery timeout");
  }

  /** Rejects a batch that is in flight. */
  private void giveUp(QueuedBatch batch, String errorCode, String message) {
    settlement.reject(batch, errorCode, message);
    dispatcher.gaveUp(batch);
  }
}
