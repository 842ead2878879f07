// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.spi.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent when: it gathers requests from the heads of the lanes, within the service's
 * limits, each lane's rate and order, and each batch's backoff. Safe for use by many threads; holds
 * its lock neither while sending nor while compressing.
 */
final class Dispatcher {

  private final RequestPlanner planner;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Condition spillWork = lock.newCondition();
  private final Set<Lane> lanes = new LinkedHashSet<>(); // guarded by lock
  private final Set<Batch> unsettled = new LinkedHashSet<>(); // guarded by lock
  private final NavigableMap<Long, Integer> unsettledEvents = new TreeMap<>(); // guarded by lock
  private long enqueued; // guarded by lock
  private int requestsInFlight; // guarded by lock
  private int flushing; // guarded by lock
  private boolean stopped; // guarded by lock

  Dispatcher(ProducerOptions options, StreamPlan plan) {
    planner = new RequestPlanner(options, plan);
    backoff = new Backoff(options.delivery().initialBackoff());
  }

  /** Queues a batch that takes no more records; it goes once it is encoded. */
  void enqueue(Batch batch) {
    lock.lock();
    try {
      lanes.add(batch.lane());
      batch.lane().waiting().addLast(batch);
      batch.number(++enqueued);
      expect(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Tells that a batch was encoded. */
  void encoded() {
    lock.lock();
    try {
      work.signal();
      spillWork.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets new lanes wait for the retired ones that share keys with them. */
  void hold(List<Lane> fresh, List<Lane> retired) {
    lock.lock();
    try {
      for (Lane lane : fresh) {
        for (Lane before : retired) {
          if (ShardMap.overlap(lane, before)) {
            lane.waitFor(before);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells that a retired lane queues no batch any more. */
  void end(Lane lane) {
    lock.lock();
    try {
      lane.end();
      work.signal();
      spillWork.signal();
    } finally {
      lock.unlock();
    }
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
        long now = System.nanoTime();
        var next = new Work();
        boolean isBusy = requestsInFlight > 0;
        long waitNanos = flushing == 0 ? planner.nanosUntilWellFilled(lanes, isBusy, now) : 0;
        if (waitNanos == 0) {
          waitNanos = planner.gather(lanes, next, now);
        }
        if (!next.isEmpty()) {
          requestsInFlight += next.request().isEmpty() ? 0 : 1;
          work.signal(); // what did not fit is for another thread
          spillWork.signal(); // what comes next may be on disk
          return next;
        }
        if (waitNanos == Long.MAX_VALUE) {
          work.await();
        } else {
          long unused = work.awaitNanos(waitNanos);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells that a request was answered, one way or the other. */
  void answered() {
    lock.lock();
    try {
      requestsInFlight--;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  void accepted(Batch batch) {
    lock.lock();
    try {
      batch.lane().rate().accepted();
      answered(batch);
    } finally {
      lock.unlock();
    }
  }

  /** A batch was stored on another shard than predicted; its parts go to their lanes once more. */
  void misplaced(Batch batch, List<Batch> parts) {
    lock.lock();
    try {
      batch.lane().misplaced().addAll(parts);
      parts.forEach(this::expect);
      lanes.add(batch.lane());
      answered(batch);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts what a closed shard's lane held in front of what its successors were filled with. A part
   * of it may be there already, from a lane in between.
   */
  void handOver(Lane from, List<Batch> whole, List<Batch> parts) {
    lock.lock();
    try {
      whole.forEach(this::forget);
      parts.forEach(this::expect);
      Map<Lane, List<Batch>> byLane =
          parts.stream().collect(Collectors.groupingBy(Batch::lane, Collectors.toList()));
      byLane.forEach(Lane::takeOver);
      lanes.addAll(byLane.keySet());
      from.answered();
      work.signalAll();
      spillWork.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a batch's lane still waits for its answer. */
  boolean isInFlight(Batch batch) {
    lock.lock();
    try {
      return unsettled.contains(batch) && !batch.lane().waiting().contains(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a batch out of its lane that cannot be encoded. */
  void remove(Batch batch) {
    lock.lock();
    try {
      if (batch.lane().waiting().remove(batch)) {
        batch.lane().sent();
        answered(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  void gaveUp(Batch batch) {
    lock.lock();
    try {
      answered(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a failed batch back to the head of its lane. */
  void retry(Batch batch, boolean throttled) {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (throttled) {
        batch.lane().rate().throttled(now);
      }
      batch.retryAfter(now + backoff.nanosAfter(batch.attempts()));
      batch.lane().waiting().addFirst(batch);
      batch.lane().answered();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the fate of all batches that are queued now, and of what they may be split into.
   *
   * @return the events whose fate is still unknown when the time is over
   */
  long await(long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long last = enqueued;
      long leftNanos = timeoutNanos;
      flushing++;
      work.signalAll();
      try {
        while (isAnyUnsettled(last) && leftNanos > 0) {
          leftNanos = settled.awaitNanos(leftNanos);
        }
      } finally {
        flushing--;
      }
      return unsettledEvents.headMap(last, true).values().stream().mapToLong(i -> i).sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for an entry that must come back from disk or, while memory is short, one to go there.
   *
   * @return what to move; null once the dispatcher is stopped
   */
  @Nullable SpillTask awaitSpillWork(BooleanSupplier isPressed) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        Batch needed = SpillPlanner.toLoad(lanes);
        if (needed != null) {
          return new SpillTask(needed, null);
        }
        Batch last = isPressed.getAsBoolean() ? SpillPlanner.toSpill(lanes) : null;
        if (last != null) {
          return new SpillTask(last, last.withhold());
        }
        spillWork.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** An entry is on disk; returns the bytes that need not be held any more. */
  long spilled(Batch batch, SpilledEntry place, Entry withheld) {
    lock.lock();
    try {
      return batch.spilledTo(place, withheld);
    } finally {
      lock.unlock();
    }
  }

  /** An entry stays in memory after all. */
  void restored(Batch batch, Entry withheld) {
    lock.lock();
    try {
      batch.restore(withheld);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** An entry is back from disk. */
  void loaded(Batch batch, Entry entry) {
    lock.lock();
    try {
      batch.loaded(entry);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets every sender thread end, and forgets what is left. */
  List<Batch> stop() {
    lock.lock();
    try {
      stopped = true;
      work.signalAll();
      settled.signalAll();
      spillWork.signalAll();
      List<Batch> left = List.copyOf(unsettled);
      unsettled.clear();
      unsettledEvents.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnyUnsettled(long last) {
    return !unsettledEvents.isEmpty() && unsettledEvents.firstKey() <= last;
  }

  private void expect(Batch batch) {
    unsettled.add(batch);
    unsettledEvents.merge(batch.number(), batch.size(), Integer::sum);
  }

  private void forget(Batch batch) {
    if (unsettled.remove(batch)) {
      unsettledEvents.computeIfPresent(
          batch.number(),
          (number, events) -> events == batch.size() ? null : events - batch.size());
    }
  }

  private void answered(Batch batch) {
    batch.lane().answered();
    forget(batch);
    work.signal();
    settled.signalAll();
  }
}
