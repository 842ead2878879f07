// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.spi.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent when: it gathers requests from the heads of the lanes, within the service's
 * limits, each lane's rate and order, and each batch's backoff. Safe for use by many threads; holds
 * its lock neither while sending nor while compressing.
 */
final class Dispatcher {

  /**
   * Most entries of a request (<a
   * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">PutRecords</a>).
   */
  static final int MAX_REQUEST_ENTRIES = 500;

  /** Most bytes of a request, keys included, on a stream with records of up to 1 MiB. */
  static final int MAX_REQUEST_BYTES = 5 << 20;

  private final boolean ordered;
  private final int maxRequestBytes;
  private final long deliveryTimeoutNanos;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Set<Lane> lanes = new LinkedHashSet<>(); // guarded by lock
  private final Set<Batch> unsettled = new LinkedHashSet<>(); // guarded by lock
  private final NavigableMap<Long, Integer> unsettledEvents = new TreeMap<>(); // guarded by lock
  private long enqueued; // guarded by lock
  private boolean stopped; // guarded by lock

  Dispatcher(ProducerOptions options) {
    ordered = options.ordered();
    maxRequestBytes = Math.max(MAX_REQUEST_BYTES, options.maxRecordBytes());
    deliveryTimeoutNanos = options.deliveryTimeout().toNanos();
    backoff = new Backoff(options.initialBackoff());
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
        var next = new Work();
        long waitNanos = gather(next, System.nanoTime());
        if (!next.isEmpty()) {
          work.signal(); // what did not fit is for another thread
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

  /** Puts what a closed shard's lane held in front of what waits for its successors. */
  void handOver(Lane from, List<Batch> whole, List<Batch> parts) {
    lock.lock();
    try {
      whole.forEach(this::forget);
      parts.forEach(this::expect);
      for (int i = parts.size() - 1; i >= 0; i--) {
        Batch part = parts.get(i);
        lanes.add(part.lane());
        part.lane().waiting().addFirst(part);
      }
      from.answered();
      work.signalAll();
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
      while (isAnyUnsettled(last) && leftNanos > 0) {
        leftNanos = settled.awaitNanos(leftNanos);
      }
      return unsettledEvents.headMap(last, true).values().stream().mapToLong(i -> i).sum();
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

  /** Fills a request, and returns how long to wait if it stays empty. */
  private long gather(Work next, long now) {
    long waitNanos = Long.MAX_VALUE;
    for (Lane lane : lanes) {
      waitNanos = Math.min(waitNanos, gather(lane, next, now));
      if (next.request().size() == MAX_REQUEST_ENTRIES) {
        break;
      }
    }
    lanes.removeIf(Lane::hasNothing);
    return waitNanos;
  }

  private long gather(Lane lane, Work next, long now) {
    expireHead(lane, next, now);
    if (lane.isHeldUp()) {
      Batch head = lane.waiting().peekFirst();
      return head == null ? Long.MAX_VALUE : Math.max(1, expiryOf(head) - now);
    }
    if (ordered && lane.isEnded()) {
      gatherEnded(lane, next);
      return Long.MAX_VALUE;
    }
    long waitNanos = 0;
    while (waitNanos == 0 && !lane.waiting().isEmpty() && !(ordered && lane.inFlight() > 0)) {
      waitNanos = gatherHead(lane, next, now);
    }
    return waitNanos == 0 ? Long.MAX_VALUE : waitNanos;
  }

  /** A batch may be too old to be sent, whatever else its lane waits for. */
  private void expireHead(Lane lane, Work next, long now) {
    Batch head = lane.waiting().peekFirst();
    boolean mayGo = head != null && head.entry() != null && !(ordered && lane.inFlight() > 0);
    if (mayGo && now >= expiryOf(head)) {
      lane.waiting().removeFirst();
      lane.sent();
      next.expire(head);
    }
  }

  private long expiryOf(Batch batch) {
    return batch.firstPutNanos() + deliveryTimeoutNanos;
  }

  /** Takes the head of a lane, or returns how long it has to wait. */
  private long gatherHead(Lane lane, Work next, long now) {
    Batch batch = lane.waiting().getFirst();
    Entry entry = batch.entry();
    if (entry == null) {
      return Long.MAX_VALUE;
    }
    long readyNanos = Math.max(batch.notBeforeNanos(), lane.rate().freeAtNanos());
    long dueNanos = Math.min(readyNanos, expiryOf(batch));
    if (now < dueNanos) {
      return dueNanos - now;
    }
    if (now >= expiryOf(batch)) {
      next.expire(batch);
    } else if (next.hasRoomFor(entry, maxRequestBytes)) {
      lane.rate().sent(entry.sizeBytes(), now);
      next.add(batch, entry);
    } else {
      return Long.MAX_VALUE;
    }
    lane.waiting().removeFirst();
    lane.sent();
    return 0;
  }

  /** A closed shard's lane sends nothing more: its records have other shards now. */
  private static void gatherEnded(Lane lane, Work next) {
    boolean encoded = lane.waiting().stream().allMatch(batch -> batch.entry() != null);
    if (next.ended() == null && lane.inFlight() == 0 && encoded && !lane.hasNothing()) {
      next.end(lane);
      lane.sent();
    }
  }
}
