// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each sender thread does: take a request, send it, settle its batches. */
final class SenderLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SenderLoop.class);
  private static final String SENDER_FAILURE = "SenderFailure";
  private static final String INTERNAL_FAILURE = "InternalFailure";

  private final RecordSender sender;
  private final Dispatcher dispatcher;
  private final ProducerCounters counters;
  private final MemoryBudget budget;
  private final EventLog eventLog;
  private final FramePool frames;
  private final ShardRouter router;
  private final Resplitter resplitter;
  private final Reshards reshards;
  private final AtomicLong failures = new AtomicLong();

  SenderLoop(RecordSender sender, Reshards reshards, ProducerParts parts) {
    this.sender = sender;
    this.reshards = reshards;
    this.dispatcher = parts.dispatcher();
    this.counters = parts.counters();
    this.budget = parts.budget();
    this.eventLog = parts.eventLog();
    this.frames = parts.frames();
    this.router = parts.router();
    this.resplitter = parts.resplitter();
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
    Lane ended = work.ended();
    if (ended != null) {
      dispatcher.handOver(ended, work.leftOver(), resplitter.split(work.leftOver()));
      work.leftOver().forEach(batch -> budget.release(batch.reservedBytes()));
      work.handedOver();
    }
    if (!work.request().isEmpty()) {
      settle(work, answered(work.entries()));
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
          .forEach(batch -> {
            reject(batch, INTERNAL_FAILURE, "the producer failed");
          });
      dispatcher.handOver(ended, work.leftOver(), List.of());
    }
    for (Batch batch : work.request()) {
      if (dispatcher.isInFlight(batch)) {
        giveUp(batch, INTERNAL_FAILURE, "the producer failed");
      }
    }
  }

  /** A sender must not throw; one that does costs an attempt, not the thread. */
  private List<EntryResult> send(List<Entry> entries) {
    counters.requested();
    try {
      List<EntryResult> results = sender.send(entries);
      if (results.size() == entries.size()) {
        return results;
      }
      logFailure(
          "the sender gave %d results for %d entries".formatted(results.size(), entries.size()),
          null);
    } catch (RuntimeException e) {
      logFailure("the sender threw", e);
    }
    return Collections.nCopies(entries.size(), new Failed(SENDER_FAILURE, FailureKind.TRANSIENT));
  }

  /** Settles what went where it should first: to learn of a reshard takes time. */
  private void settle(Work work, List<EntryResult> results) throws InterruptedException {
    Map<Batch, String> elsewhere = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      Batch batch = work.request().get(i);
      int attempt = batch.nextAttempt();
      EntryResult result = results.get(i);
      if (result instanceof Stored stored) {
        accept(batch, work.entries().get(i), stored, attempt);
        if (isWhereItShould(batch, stored)) {
          eventLog.settled(batch);
          dispatcher.accepted(batch);
          frames.give(work.entries().get(i).array());
        } else {
          elsewhere.put(batch, stored.shardId());
        }
      } else if (result instanceof Failed failed) {
        fail(batch, failed);
      }
    }
    for (Map.Entry<Batch, String> stored : elsewhere.entrySet()) {
      followReshard(stored.getKey(), stored.getValue());
    }
  }

  private boolean isWhereItShould(Batch batch, Stored stored) {
    return reshards == Reshards.IGNORE || stored.shardId().equals(batch.lane().shard().shardId());
  }

  private void accept(Batch batch, Entry entry, Stored stored, int attempt) {
    if (batch.claim()) {
      counters.accepted(batch, entry, stored.shardId());
      tell(batch, new Accepted(stored.shardId(), stored.sequenceNumber(), attempt));
    }
  }

  /**
   * The records that were stored on a shard which does not own them, since the stream was resharded
   * meanwhile, are stored once more, where they belong: whoever reads a shard finds the events of
   * its keys complete and in order. The copies have equal ids.
   */
  private void followReshard(Batch batch, String shardId) throws InterruptedException {
    List<Batch> parts = List.of();
    if (!reshards.repeats()) {
      router.refresh();
    } else if (router.awaitClosed(batch.lane())) {
      parts =
          resplitter.splitMisplaced(
              batch, router.rangeOf(shardId), reshards == Reshards.REPEAT_AGGREGATE);
    } else {
      log.warn(
          "the stream stored an entry on {}, but lists {} as open",
          shardId,
          batch.lane().shard().shardId());
    }
    eventLog.settled(batch);
    if (parts.isEmpty()) {
      dispatcher.accepted(batch);
    } else {
      dispatcher.misplaced(batch, parts);
    }
  }

  private void fail(Batch batch, Failed failed) {
    if (failed.kind().isPermanent()) {
      giveUp(batch, failed.errorCode(), "the stream refused the entry");
      return;
    }
    boolean throttled = failed.kind() == FailureKind.THROTTLED;
    if (!throttled) {
      logFailure("an entry failed with " + failed.errorCode(), null);
    }
    counters.retried(throttled);
    dispatcher.retry(batch, throttled);
  }

  private void expire(Batch batch) {
    giveUp(
        batch, Rejected.DELIVERY_TIMEOUT, "the event was not stored within the delivery timeout");
  }

  /** Rejects a batch that is in flight. */
  private void giveUp(Batch batch, String errorCode, String message) {
    reject(batch, errorCode, message);
    dispatcher.gaveUp(batch);
  }

  private void reject(Batch batch, String errorCode, String message) {
    if (batch.claim()) {
      counters.rejected(batch.events());
      tell(batch, new Rejected(errorCode, message, batch.attempts()));
      eventLog.settled(batch); // not if a close told first, which leaves it to the log
    }
  }

  private void tell(Batch batch, PutResult result) {
    budget.release(batch.reservedBytes());
    Throwable thrown = batch.settle(result);
    if (thrown != null) {
      logFailure("a put callback threw; callbacks must not", thrown);
    }
  }

  /** The first failure of all loudly, the rest quietly with a count. */
  private void logFailure(String what, @Nullable Throwable cause) {
    long count = failures.incrementAndGet();
    if (count == 1) {
      log.warn("{}; sending again, later failures are logged at debug", what, cause);
    } else {
      log.debug("{} (failure {})", what, count);
    }
  }
}
