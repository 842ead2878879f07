// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TransientFaults;
import io.github.kinesisetl.producer.internal.delivery.Strays.Stray;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when entries are stored elsewhere than predicted: the stream was resharded, or
 * distributes records by itself now. A thread of its own asks for what is true now, so that no
 * sender waits for that; what was stored astray is stored once more where it belongs, and what
 * waits for a closed shard goes to those that follow it. Safe for use by many threads.
 */
final class ReshardFollower implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(ReshardFollower.class);

  static final Failed AUTO =
      new Failed(
          Rejected.AUTO_DISTRIBUTION,
          FailureKind.ACCOUNT_REFUSED,
          "the stream's record distribution is AUTO now, where KCL drops KPL aggregates;"
              + " use mode DENSE or PLAIN",
          false);

  /** ListShards may be called 1,000 times a second: asking more often tells little. */
  private static final long ASK_NANOS = Duration.ofMillis(100).toNanos();

  private final Placement placement;
  private final ShardRouter router;
  private final Resplitter resplitter;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final Strays strays;

  ReshardFollower(
      Placement placement,
      ShardRouter router,
      Resplitter resplitter,
      Dispatcher dispatcher,
      Settlement settlement) {
    this.placement = placement;
    this.router = router;
    this.resplitter = resplitter;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    strays = new Strays(dispatcher.retries().ticker());
  }

  /** Whether nothing can be written to the stream as it is, see {@link #AUTO}. */
  boolean isRefused() {
    if (placement.isRefused()) {
      lookSoon(); // it may be mended
      return true;
    }
    return false;
  }

  /** Whether a batch was stored on the shard of its lane, or no shard was predicted. */
  boolean isWhereItShould(QueuedBatch batch, Stored stored) {
    return placement.reshards() == Reshards.IGNORE
        || stored.shardId().equals(batch.lane().shard().shardId());
  }

  /**
   * Sees to a batch that was stored on a shard which does not own its records. Whoever reads a
   * shard shall find the events of its keys complete and in order, so the lane waits until it is
   * known whether the stream was resharded, and they are stored once more, with equal ids.
   *
   * @return true if the batch is to be settled as it is
   */
  boolean isSettledAstray(QueuedBatch batch, Entry entry, Stored stored) {
    strays.want();
    if (!placement.reshards().repeats() || !strays.add(new Stray(batch, entry, stored))) {
      return true;
    }
    if (placement.reshards() != Reshards.REPEAT_AGGREGATE) { // KCL may drop it where it is
      settlement.accept(batch, entry, stored);
    }
    return false;
  }

  /** Asks what is true of the stream, by and by. */
  void lookSoon() {
    strays.want();
  }

  /** Gives what a closed shard's lane held to the lanes that follow it. */
  void handOver(Work work) {
    Lane ended = requireNonNull(work.ended());
    List<QueuedBatch> left = work.leftOver();
    try {
      while (!left.isEmpty()) {
        handOver(ended, left.get(0));
        left.remove(0);
      }
    } finally {
      dispatcher.tookApart(ended);
    }
  }

  @Override
  public void run() {
    try {
      while (strays.awaitWanted()) {
        try {
          look();
        } catch (RuntimeException | Error e) { // the thread's outermost loop: lanes wait for it
          log.error("cannot follow a reshard; it is tried again", e);
          lookSoon();
        }
        dispatcher.retries().ticker().sleep(ASK_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    }
  }

  /** Lets the thread end. */
  void stop() {
    strays.stop();
  }

  /** Looks once, and does what can be done by that. */
  void look() {
    placement.askAgain();
    router.refresh();
    for (Lane lane : strays.lanes()) {
      if (placement.reshards() == Reshards.IGNORE) {
        leaveAsTheyAre(lane, false);
      } else if (!router.isOpen(lane)) {
        storeAgain(lane);
      } else if (strays.isWaitingTooLong(lane)) {
        log.warn(
            "the stream stores entries elsewhere than on {}, but lists it as open; their order"
                + " across shards is not kept until it tells",
            lane.shard().shardId());
        leaveAsTheyAre(lane, true);
      }
    }
    strays.wantIfAnyWaits();
  }

  private void leaveAsTheyAre(Lane lane, boolean isAccepted) {
    boolean isRefused = placement.isRefused();
    for (Stray stray : strays.take(lane, isAccepted)) {
      if (!isRefused) {
        settleAsItIs(stray);
      } else if (settlement.isDurable()) {
        stray.batch().astray(false);
        dispatcher.retry(stray.batch(), AUTO);
      } else {
        dispatcher.free(List.of(stray.batch()));
        settlement.reject(
            stray.batch(), AUTO.errorCode(), AUTO.message(), FailureKind.ACCOUNT_REFUSED);
        dispatcher.settled(List.of(stray.batch()));
      }
    }
  }

  private void settleAsItIs(Stray stray) {
    dispatcher.free(List.of(stray.batch()));
    settlement.accept(stray.batch(), stray.entry(), stray.stored());
    settlement.forget(stray.batch());
    dispatcher.settled(List.of(stray.batch()));
  }

  /** The lane's shard is closed: its records belong elsewhere now. */
  private void storeAgain(Lane lane) {
    for (Stray stray : strays.take(lane, false)) {
      settlement.accept(stray.batch(), stray.entry(), stray.stored());
      if (!isSeenTo(stray)) {
        settleAsItIs(stray);
      }
    }
  }

  /** Whether a stray is stored again, or waits for that; otherwise it stays where it is. */
  private boolean isSeenTo(Stray stray) {
    try {
      return resplitter.storeAgain(
          stray.batch(),
          router.map(),
          router.rangeOf(stray.stored().shardId()),
          placement.reshards() == Reshards.REPEAT_AGGREGATE);
    } catch (RuntimeException | Error e) { // it is stored, and its lane must not stick
      if (TransientFaults.isTransient(e) && dispatcher.waits(stray.batch(), String.valueOf(e))) {
        dispatcher
            .retries()
            .failed(
                e.getClass().getName(), "an entry that was stored astray cannot be read now", e);
        strays.putBack(stray);
        return true;
      }
      log.error("an entry that was stored astray cannot be taken apart; it stays where it is", e);
      return false;
    }
  }

  private void handOver(Lane ended, QueuedBatch batch) {
    try {
      resplitter.handOver(batch, router.map());
    } catch (RuntimeException | Error e) {
      if (TransientFaults.isTransient(e)) {
        dispatcher
            .retries()
            .failed(e.getClass().getName(), "what waits for a closed shard cannot be read now", e);
        dispatcher.rest(ended, List.of(batch));
      } else { // a defect; its neighbours go on
        settlement.lose(batch, "the producer failed to take an entry apart", e);
        dispatcher.settled(List.of(batch));
      }
    }
  }
}
