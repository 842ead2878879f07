// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.StreamFacts;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  /** A lane waits so long for its shard to be listed as closed, once: then it goes on as it is. */
  private static final long MAX_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

  private final Placement placement;
  private final StreamFacts facts;
  private final ShardRouter router;
  private final Resplitter resplitter;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final EntryMaker entryMaker;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Lane, Strays> strays = new LinkedHashMap<>(); // guarded by lock
  private State state = State.IDLE; // guarded by lock

  private enum State {
    IDLE,
    WANTED,
    STOPPED
  }

  /** What was stored astray of a lane, and since when the lane waits to learn why. */
  private static final class Strays {
    private final long sinceNanos;
    private final List<Stray> entries = new ArrayList<>();
    private boolean isAccepted; // the lane does not wait any more

    Strays(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private record Stray(QueuedBatch batch, Entry entry, Stored stored) {}

  ReshardFollower(
      Placement placement,
      StreamFacts facts,
      ShardRouter router,
      Resplitter resplitter,
      Dispatcher dispatcher,
      Settlement settlement,
      EntryMaker entryMaker,
      Ticker ticker) {
    this.placement = placement;
    this.facts = facts;
    this.router = router;
    this.resplitter = resplitter;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.entryMaker = entryMaker;
    this.ticker = ticker;
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
    lock.lock();
    try {
      want();
      if (!placement.reshards().repeats() || state == State.STOPPED) {
        return true;
      }
      Strays ofLane = strays.computeIfAbsent(batch.lane(), lane -> new Strays(ticker.nanoTime()));
      if (ofLane.isAccepted) {
        return true;
      }
      batch.astray(true);
      ofLane.entries.add(new Stray(batch, entry, stored));
    } finally {
      lock.unlock();
    }
    if (placement.reshards() != Reshards.REPEAT_AGGREGATE) { // KCL may drop it where it is
      settlement.accept(batch, entry, stored);
    }
    return false;
  }

  /** Asks what is true of the stream, by and by. */
  void lookSoon() {
    lock.lock();
    try {
      want();
    } finally {
      lock.unlock();
    }
  }

  /** Gives what a closed shard's lane held to the lanes that follow it. */
  void handOver(Work work) {
    Lane ended = requireNonNull(work.ended());
    try {
      for (QueuedBatch batch : work.leftOver()) {
        handOver(ended, batch);
      }
    } finally {
      dispatcher.tookApart(ended);
    }
  }

  @Override
  public void run() {
    try {
      while (awaitWanted()) {
        try {
          look();
        } catch (RuntimeException | Error e) { // the thread's outermost loop: lanes wait for it
          log.error("cannot follow a reshard; it is tried again", e);
          lookSoon();
        }
        ticker.sleep(ASK_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts, and it settles what is left
    }
  }

  /** Lets the thread end. */
  void stop() {
    lock.lock();
    try {
      state = State.STOPPED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void want() {
    if (state == State.IDLE) {
      state = State.WANTED;
      changed.signal();
    }
  }

  private boolean awaitWanted() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state == State.IDLE) {
        changed.await();
      }
      boolean isWanted = state == State.WANTED;
      if (isWanted) {
        state = State.IDLE;
      }
      return isWanted;
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    facts.askAgain();
    router.refresh();
    for (Lane lane : lanes()) {
      if (placement.reshards() == Reshards.IGNORE) {
        leaveAsTheyAre(lane, false);
      } else if (!router.isOpen(lane)) {
        storeAgain(lane);
      } else if (isWaitingTooLong(lane)) {
        log.warn(
            "the stream stores entries elsewhere than on {}, but lists it as open; their order"
                + " across shards is not kept until it tells",
            lane.shard().shardId());
        leaveAsTheyAre(lane, true);
      }
    }
    wantIfAnyWaits();
  }

  private List<Lane> lanes() {
    lock.lock();
    try {
      return List.copyOf(strays.keySet());
    } finally {
      lock.unlock();
    }
  }

  private boolean isWaitingTooLong(Lane lane) {
    lock.lock();
    try {
      Strays ofLane = requireNonNull(strays.get(lane));
      return !ofLane.isAccepted && ticker.nanoTime() - ofLane.sinceNanos >= MAX_WAIT_NANOS;
    } finally {
      lock.unlock();
    }
  }

  private void wantIfAnyWaits() {
    lock.lock();
    try {
      if (strays.values().stream().anyMatch(ofLane -> !ofLane.entries.isEmpty())) {
        want();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was stored astray of a lane; nobody else has it afterwards. */
  private List<Stray> take(Lane lane, boolean isAccepted) {
    lock.lock();
    try {
      Strays ofLane = requireNonNull(strays.get(lane));
      List<Stray> entries = List.copyOf(ofLane.entries);
      ofLane.entries.clear();
      ofLane.isAccepted = isAccepted;
      if (!isAccepted) {
        strays.remove(lane);
      }
      return entries;
    } finally {
      lock.unlock();
    }
  }

  private void leaveAsTheyAre(Lane lane, boolean isAccepted) {
    boolean isRefused = placement.isRefused();
    for (Stray stray : take(lane, isAccepted)) {
      if (!isRefused) {
        settleAsItIs(stray);
      } else if (settlement.isDurable()) {
        stray.batch.astray(false);
        dispatcher.retry(stray.batch, AUTO);
      } else {
        dispatcher.free(List.of(stray.batch));
        settlement.reject(
            stray.batch, AUTO.errorCode(), AUTO.message(), FailureKind.ACCOUNT_REFUSED);
        dispatcher.settled(List.of(stray.batch));
      }
    }
  }

  private void settleAsItIs(Stray stray) {
    dispatcher.free(List.of(stray.batch));
    settlement.accept(stray.batch, stray.entry, stray.stored);
    settlement.forget(stray.batch);
    dispatcher.settled(List.of(stray.batch));
  }

  /** The lane's shard is closed: its records belong elsewhere now. */
  private void storeAgain(Lane lane) {
    for (Stray stray : take(lane, false)) {
      settlement.accept(stray.batch, stray.entry, stray.stored);
      List<Draft> drafts = misplaced(stray);
      if (drafts.isEmpty()) {
        settleAsItIs(stray);
      } else {
        settlement.forget(stray.batch);
        if (dispatcher.misplaced(stray.batch, drafts.stream().map(Draft::batch).toList())) {
          drafts.forEach(entryMaker::submit);
        } else {
          settlement.discard(drafts);
        }
      }
    }
  }

  private List<Draft> misplaced(Stray stray) {
    try {
      return resplitter.splitMisplaced(
          stray.batch,
          router.rangeOf(stray.stored.shardId()),
          placement.reshards() == Reshards.REPEAT_AGGREGATE);
    } catch (RuntimeException | Error e) { // it is stored, and its lane must not stick
      log.error("an entry that was stored astray cannot be taken apart; it stays where it is", e);
      return List.of();
    }
  }

  private void handOver(Lane ended, QueuedBatch batch) {
    List<Draft> drafts;
    try {
      drafts = resplitter.split(batch);
    } catch (DataKeyException e) {
      log.warn("what waits for a closed shard cannot be read now, trying again", e);
      dispatcher.rest(ended, List.of(batch));
      return;
    } catch (RuntimeException | Error e) { // a defect; its neighbours go on
      settlement.lose(batch, "the producer failed to take an entry apart", e);
      dispatcher.settled(List.of(batch));
      return;
    }
    if (dispatcher.handOver(List.of(batch), drafts.stream().map(Draft::batch).toList())) {
      settlement.passOn(batch); // no part can be settled before its entry is made
      drafts.forEach(entryMaker::submit);
    } else {
      settlement.discard(drafts);
    }
  }
}
