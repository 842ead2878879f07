// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.RetryPolicy;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent when: it gathers requests from the heads of the lanes, within the service's
 * limits, each lane's rate and order, and each batch's backoff. Safe for use by many threads; holds
 * its lock neither while sending nor while compressing.
 */
final class Dispatcher {

  private final RetryPolicy retries;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Departures departures; // guarded by lock
  private final LaneSpill spill;
  private final Unsettled unsettled = new Unsettled(); // guarded by lock
  private boolean stopped; // guarded by lock

  Dispatcher(RequestPlanner planner, RetryPolicy retries) {
    this.retries = retries;
    ticker = retries.ticker();
    departures = new Departures(planner, lock, ticker);
    spill = new LaneSpill(lock, departures.lanes(), departures::changed);
  }

  /** How long what fails is tried again. */
  RetryPolicy retries() {
    return retries;
  }

  /** What goes next, to be looked at while nobody works. */
  Departures departures() {
    return departures;
  }

  /** The lanes as the disk sees them. */
  LaneSpill spill() {
    return spill;
  }

  /** Several batches are sealed from now on, which wait a little for each other. */
  void beginTogether() {
    locked(departures::beginTogether);
  }

  /** They are sealed. */
  void endTogether() {
    locked(departures::endTogether);
  }

  /** Queues one of them. */
  void enqueueTogether(QueuedBatch batch) {
    lock.lock();
    try {
      enqueue(List.of(batch));
      departures.joinTogether(batch); // none is encoded before it is queued
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues batches that take no more records, all or none of them; each goes once it is encoded.
   */
  void enqueue(List<QueuedBatch> batches) {
    lock.lock();
    try {
      for (QueuedBatch batch : batches) {
        unsettled.number(batch);
        departures.keep(batch.lane());
        batch.lane().waiting().addLast(batch);
      }
      batches.forEach(batch -> departures.look(batch.lane())); // some have their entry already
      departures.call();
      spill.look();
    } catch (RuntimeException | Error e) { // out of memory: whoever brought them keeps them
      for (QueuedBatch batch : batches) {
        boolean unused = batch.lane().waiting().remove(batch);
        unsettled.remove(batch);
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Sets the entry of a batch; returns the bytes that need not be held for it any more. */
  long made(QueuedBatch batch, Entry entry) {
    return batch.held().ready(entry, ticker.nanoTime());
  }

  /** Tells that a batch was encoded. */
  void encoded(QueuedBatch batch) {
    locked(() -> {
      departures.leaveTogether(batch);
      departures.changed(batch);
      spill.look();
    });
  }

  /** Memory is short: what waits may go to disk. */
  void pressed() {
    locked(spill::look);
  }

  /**
   * Lets new lanes wait for the retired ones that share keys with them, and those for their end.
   */
  void hold(List<Lane> fresh, List<Lane> retired) {
    locked(() -> {
      retired.forEach(Lane::supersede);
      for (Lane lane : fresh) {
        for (Lane before : retired) {
          if (ShardMap.overlap(lane, before)) {
            lane.waitFor(before);
          }
        }
      }
      retired.forEach(departures::look);
    });
  }

  /** Tells that a retired lane queues no batch any more. */
  void end(Lane lane) {
    locked(() -> {
      lane.end();
      departures.changed(lane);
      spill.look();
    });
  }

  /**
   * Waits until something can be sent, or has waited too long.
   *
   * @return the work, or null once the dispatcher is stopped
   */
  @Nullable Work take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        Work next = departures.next();
        if (next != null) {
          spill.look(); // what comes next may be on disk
          return next;
        }
      }
      return null;
    } finally {
      departures.pass(); // what did not fit is for another thread
      lock.unlock();
    }
  }

  /** Tells that a request was answered, one way or the other. */
  void answered() {
    locked(departures::answered);
  }

  /**
   * Frees the lanes of batches whose outcome is certain, before anybody is told: what comes next
   * must not wait for users' code. They count as unsettled until {@link #settled}.
   */
  void free(List<QueuedBatch> batches) {
    locked(() -> {
      for (QueuedBatch batch : batches) {
        boolean unused = batch.comeBack();
        departures.look(batch);
      }
      departures.call();
    });
  }

  /** Their outcome is told. */
  void settled(List<QueuedBatch> batches) {
    locked(() -> {
      batches.forEach(unsettled::remove);
      settled.signalAll();
    });
  }

  /** A shard took an entry. */
  void accepted(Lane lane, int entryBytes) {
    locked(() -> {
      lane.rate().accepted(entryBytes, ticker.nanoTime());
    });
  }

  /** A batch was stored on another shard than predicted; its parts go to their lanes once more. */
  boolean misplaced(QueuedBatch whole, List<QueuedBatch> parts) {
    return exchange(
        whole,
        parts,
        () -> {
          departures.keepHolder(whole.lane());
          whole.lane().misplaced().addAll(parts);
        });
  }

  /**
   * Puts what a closed shard's lane held in front of what its successors were filled with. A part
   * of it may be there already, from a lane in between.
   */
  boolean handOver(QueuedBatch whole, List<QueuedBatch> parts) {
    return exchange(
        whole,
        parts,
        () -> {
          Map<Lane, List<QueuedBatch>> byLane =
              parts.stream().collect(Collectors.groupingBy(QueuedBatch::lane, Collectors.toList()));
          byLane.keySet().forEach(departures::keep);
          byLane.forEach(Lane::takeOver);
        });
  }

  /**
   * Puts the parts of a batch, in order, where it stands in its lane, or at the head if it is out.
   */
  boolean replace(QueuedBatch whole, List<QueuedBatch> parts) {
    return exchange(
        whole,
        parts,
        () -> {
          departures.keep(whole.lane());
          if (departures.holders().stream()
              .noneMatch(held -> held.replaceMisplaced(whole, parts))) {
            whole.lane().replace(whole, parts);
          }
        });
  }

  /** Parts take the place of their whole, or all stays as it is if that throws. */
  private boolean exchange(QueuedBatch whole, List<QueuedBatch> parts, Runnable move) {
    lock.lock();
    try {
      if (stopped) {
        return false; // a close settles the whole
      }
      addUnsettled(parts, move);
      boolean unused = whole.comeBack();
      unsettled.remove(whole);
      departures.leaveTogether(whole);
      parts.forEach(part -> departures.look(part.lane()));
      departures.changed(whole);
      settled.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void addUnsettled(List<QueuedBatch> parts, Runnable move) {
    try {
      parts.forEach(unsettled::add);
      move.run();
    } catch (RuntimeException | Error e) {
      parts.forEach(unsettled::remove);
      throw e;
    }
  }

  /**
   * Takes back what an ended lane held that cannot be taken apart now; tried again after a while.
   */
  void rest(Lane lane, List<QueuedBatch> batches) {
    lock.lock();
    try {
      departures.keep(lane);
      lane.rest(batches, ticker.nanoTime() + retries.longestBackoffNanos());
      departures.changed(lane);
    } finally {
      lock.unlock();
    }
  }

  /** An ended lane was taken apart, as far as that went. */
  void tookApart(Lane lane) {
    locked(() -> {
      lane.answered();
      departures.changed(lane);
      spill.look();
    });
  }

  /**
   * Takes a batch out of its lane that will never be sent; it is unsettled until {@link #settled}.
   */
  void remove(QueuedBatch batch) {
    locked(() -> {
      boolean unused = batch.lane().waiting().remove(batch);
      departures.holders().forEach(lane -> lane.misplaced().remove(batch)); // it was stored astray
      departures.leaveTogether(batch);
      departures.changed(batch);
    });
  }

  /**
   * Puts a failed batch back to the head of its lane.
   *
   * @param failure why it failed
   */
  void retry(QueuedBatch batch, Failed failure) {
    lock.lock();
    try {
      if (!batch.comeBack()) {
        return; // a close came first
      }
      long now = ticker.nanoTime();
      if (failure.kind() == FailureKind.THROTTLED && !failure.isOfRequest()) {
        batch.lane().rate().throttled(batch.sentNanos(), now);
      }
      batch.failed(failure);
      boolean isForSomebody = failure.kind() == FailureKind.ACCOUNT_REFUSED;
      batch.retryAfter(
          now
              + (isForSomebody
                  ? retries.longestBackoffNanos()
                  : retries.backoffNanos(batch.attempts())));
      batch.lane().waiting().addFirst(batch);
      departures.keep(batch.lane());
      departures.changed(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Says that a batch goes on waiting, and why; false if it is too old for that. */
  boolean waits(QueuedBatch batch, String cause) {
    return retries.waits(batch.origin().firstPutNanos(), cause, this::eventsPutUpTo);
  }

  private long eventsPutUpTo(long nanos) {
    lock.lock();
    try {
      return unsettled.eventsPutUpTo(nanos);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the outcome of all batches that are queued now, and of what they may be split into.
   *
   * @return the events whose outcome is still unknown when the time is over
   */
  long awaitUntil(long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long last = unsettled.lastNumber();
      departures.hurry();
      try {
        while (unsettled.isAnyUpTo(last) && deadlineNanos - ticker.nanoTime() > 0) {
          ticker.awaitUntil(lock, settled, deadlineNanos);
        }
      } finally {
        departures.unhurry();
      }
      return unsettled.eventsUpTo(last);
    } finally {
      lock.unlock();
    }
  }

  /** Lets every sender thread end, and forgets what is left. */
  List<QueuedBatch> stop() {
    lock.lock();
    try {
      stopped = true;
      departures.callAll();
      settled.signalAll();
      spill.stop();
      return unsettled.removeAll();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }
}
