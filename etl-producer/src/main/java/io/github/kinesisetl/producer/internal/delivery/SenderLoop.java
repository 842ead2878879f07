// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TransientFaults;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each sender thread does: take a request, send it, and see to what came of it. */
final class SenderLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SenderLoop.class);
  private static final String SENDER_FAILURE = "SenderFailure";

  private final RecordSender sender;
  private final Dispatcher dispatcher;
  private final ReshardFollower reshards;
  private final Resplitter resplitter;
  private final Settlement settlement;

  SenderLoop(
      RecordSender sender,
      Dispatcher dispatcher,
      ReshardFollower reshards,
      Resplitter resplitter,
      Settlement settlement) {
    this.sender = sender;
    this.dispatcher = dispatcher;
    this.reshards = reshards;
    this.resplitter = resplitter;
    this.settlement = settlement;
  }

  @Override
  public void run() {
    try {
      for (Work work = dispatcher.take(); work != null; work = dispatcher.take()) {
        try {
          perform(work);
        } catch (RuntimeException | Error e) { // a thread that ends would take its batches along
          recover(work, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    }
  }

  /** Even to tell of a failure may fail, for lack of memory: then that is tried again. */
  private void recover(Work work, Throwable cause) throws InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        log.error("a sender thread failed; what it held is sent again", cause);
        sendAgain(work, cause);
        return;
      } catch (RuntimeException | Error e) { // its batches must not stick
        dispatcher.retries().pause(failed);
      }
    }
  }

  private void perform(Work work) {
    if (!work.expired().isEmpty()) {
      dispatcher.free(work.expired());
      work.expired().forEach(this::expire);
      dispatcher.settled(work.expired());
    }
    if (work.ended() != null) {
      reshards.handOver(work);
    }
    if (!work.request().isEmpty()) {
      List<EntryResult> results;
      try {
        results = send(work.entries());
      } finally {
        dispatcher.answered();
      }
      conclude(work.request(), work.entries(), results);
    }
  }

  /** Whoever was not seen to is still in flight, and goes back to its lane. */
  private void sendAgain(Work work, Throwable cause) {
    String name = cause.getClass().getSimpleName();
    var failure = new Failed(Rejected.INTERNAL_FAILURE, FailureKind.TRANSIENT, name, false);
    work.request().stream()
        .filter(batch -> !batch.isAstray())
        .forEach(batch -> dispatcher.retry(batch, failure));
    work.expired().forEach(batch -> dispatcher.retry(batch, failure));
    Lane ended = work.ended();
    if (ended != null && !work.leftOver().isEmpty()) {
      dispatcher.rest(ended, work.leftOver());
      work.leftOver().clear();
    }
  }

  /** A sender must not throw; one that does costs an attempt, not the thread. */
  private List<EntryResult> send(List<Entry> entries) {
    if (reshards.isRefused()) {
      return Collections.nCopies(entries.size(), ReshardFollower.AUTO);
    }
    settlement.requested();
    String message;
    try {
      List<EntryResult> results = sender.send(entries);
      if (results.size() == entries.size()) {
        return results;
      }
      message =
          "the sender gave %d results for %d entries".formatted(results.size(), entries.size());
      dispatcher.retries().failed(SENDER_FAILURE, message, null);
    } catch (RuntimeException | Error e) { // a sender is somebody else's
      message = "the sender threw %s: %s".formatted(e.getClass().getName(), e.getMessage());
      dispatcher.retries().failed(e.getClass().getName(), "the sender threw", e);
    }
    return Collections.nCopies(
        entries.size(), new Failed(SENDER_FAILURE, FailureKind.TRANSIENT, message, true));
  }

  /**
   * Sees to the answer of a request. One that refuses the whole request for its content is no
   * verdict on each entry: the halves are sent one after the other, until the guilty entry is
   * alone. No lane is freed meanwhile, so nothing overtakes.
   */
  private void conclude(List<QueuedBatch> batches, List<Entry> entries, List<EntryResult> results) {
    int size = batches.size();
    if (size > 1 && isRefusedAsAWhole(results)) {
      int half = size / 2;
      sendPart(batches.subList(0, half), entries.subList(0, half));
      sendPart(batches.subList(half, size), entries.subList(half, size));
      return;
    }
    List<QueuedBatch> ended = new ArrayList<>(size);
    List<Runnable> tellings = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      QueuedBatch batch = batches.get(i);
      int unused = batch.nextAttempt();
      Entry entry = entries.get(i);
      EntryResult result = results.get(i);
      @Nullable Runnable telling =
          result instanceof Stored stored
              ? stored(batch, entry, stored)
              : failed(batch, entry, (Failed) result);
      if (telling != null) {
        ended.add(batch);
        tellings.add(telling);
      }
    }
    dispatcher.free(ended); // before users' code runs
    tellings.forEach(this::tell);
    dispatcher.settled(ended);
  }

  private void sendPart(List<QueuedBatch> batches, List<Entry> entries) {
    if (Thread.currentThread().isInterrupted()) {
      return; // a close settled them
    }
    conclude(batches, entries, send(entries));
  }

  /** All alike: a sender that cannot tell a request from its entries gives each the same. */
  private static boolean isRefusedAsAWhole(List<EntryResult> results) {
    EntryResult first = results.get(0);
    return first instanceof Failed failed
        && failed.kind() == FailureKind.ITEM_REFUSED
        && results.stream().allMatch(first::equals);
  }

  /** Returns what is left to do once the batch's lane is free; null if others see to the batch. */
  private @Nullable Runnable stored(QueuedBatch batch, Entry entry, Stored stored) {
    dispatcher.accepted(batch.lane(), entry.sizeBytes());
    if (!reshards.isWhereItShould(batch, stored)
        && !reshards.isSettledAstray(batch, entry, stored)) {
      return null;
    }
    return () -> {
      settlement.accept(batch, entry, stored);
      settlement.forget(batch);
      settlement.giveBack(entry);
    };
  }

  private @Nullable Runnable failed(QueuedBatch batch, Entry entry, Failed failed) {
    boolean waits = failed.kind() == FailureKind.ACCOUNT_REFUSED && settlement.isDurable();
    if (failed.kind().isPermanent() && !waits) {
      return refused(batch, entry, failed);
    }
    if (failed.kind() != FailureKind.THROTTLED) {
      dispatcher
          .retries()
          .failed(failed.errorCode(), "an entry failed: " + failed.describe(), null);
    }
    boolean unused = dispatcher.waits(batch, failed.describe()); // the planner expires what is old
    settlement.retried(failed.kind() == FailureKind.THROTTLED);
    dispatcher.retry(batch, failed);
    return null;
  }

  private @Nullable Runnable refused(QueuedBatch batch, Entry entry, Failed failed) {
    String message = "the stream refused the entry: " + failed.describe();
    if (failed.kind() == FailureKind.ACCOUNT_REFUSED) {
      return () ->
          settlement.reject(batch, failed.errorCode(), message, FailureKind.ACCOUNT_REFUSED);
    }
    reshards.lookSoon(); // the stream may take less than before
    if (batch.size() > 1 && entry.sizeBytes() > StreamTraits.DEFAULT_MAX_RECORD_BYTES) {
      try {
        resplitter.halve(batch, resplitter.records(batch));
        return null;
      } catch (RuntimeException | Error e) { // its neighbours were seen to already
        if (TransientFaults.isTransient(e)) {
          dispatcher.retry(batch, waitingFor(e, failed));
          return null;
        }
        log.error("a refused entry cannot be taken apart", e); // an entry of our own
      }
    }
    return refusal(batch, failed, message);
  }

  private static Failed waitingFor(Throwable thrown, Failed failed) {
    String message = String.valueOf(thrown.getMessage());
    return new Failed(failed.errorCode(), FailureKind.TRANSIENT, message, false);
  }

  private Runnable refusal(QueuedBatch batch, Failed failed, String message) {
    return () -> settlement.refuse(batch, failed, message, () -> resplitter.records(batch));
  }

  private void tell(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException | Error e) { // of the log's disk; the neighbours must be told
      log.error("an outcome could not be noted; events may be sent again", e);
    }
  }

  private void expire(QueuedBatch batch) {
    Failed last = batch.lastFailure();
    tell(() ->
        settlement.reject(
            batch,
            Rejected.DELIVERY_TIMEOUT,
            "the event was not stored within the delivery timeout" + Settlement.lastOf(last),
            last == null ? FailureKind.TRANSIENT : last.kind()));
  }
}
