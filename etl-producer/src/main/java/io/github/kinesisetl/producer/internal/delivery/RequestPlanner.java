// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.RetryPolicy;
import io.github.kinesisetl.producer.spi.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what goes into the next request: the heads of the lanes that may be sent, within the
 * service's limits and each lane's order and rate. Has no state of its own but its settings; the
 * dispatcher's lock guards the lanes.
 */
final class RequestPlanner {

  /**
   * Most entries of a request (<a
   * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">PutRecords</a>).
   */
  static final int MAX_REQUEST_ENTRIES = 500;

  /** Most bytes of a request, keys included, on a stream with records of up to 1 MiB. */
  static final int MAX_REQUEST_BYTES = 5 << 20;

  /**
   * A request that carries less waits a little for more, if another one is under way or its entries
   * were filled faster than they linger: each costs a signature, a round trip and a place among
   * those in flight.
   */
  private static final int WELL_FILLED_BYTES = 512 << 10;

  private static final Duration MAX_FILL_WAIT = Duration.ofMillis(20);

  private final boolean ordered;
  private final Placement placement;
  private final int maxRequestBytes;
  private final RetryPolicy retries;
  private final long fillWaitNanos;

  /**
   * A planner.
   *
   * @param retries tells when a batch is given up
   */
  RequestPlanner(Delivery delivery, Placement placement, int maxRecordBytes, RetryPolicy retries) {
    ordered = delivery.ordered();
    this.placement = placement;
    maxRequestBytes = Math.max(MAX_REQUEST_BYTES, maxRecordBytes);
    this.retries = retries;
    fillWaitNanos = Math.min(delivery.linger().toNanos() / 4, MAX_FILL_WAIT.toNanos());
  }

  /**
   * How long a request had better wait for more; 0 if what can be sent should be.
   *
   * @param isBusy whether another request is under way
   */
  long nanosUntilWellFilled(Set<Lane> lanes, boolean isBusy, long now) {
    if (fillWaitNanos == 0) {
      return 0;
    }
    long readyBytes = 0;
    long waitNanos = Long.MAX_VALUE;
    for (Lane lane : lanes) {
      if (lane.isEnded() || !lane.misplaced().isEmpty()) {
        return 0; // not a matter of bytes
      }
      QueuedBatch head = sendableHead(lane);
      Entry entry = head == null ? null : head.held().entry();
      if (head != null && entry != null) {
        long dueNanos = dueNanos(lane, head);
        readyBytes += dueNanos <= now ? entry.sizeBytes() : 0;
        waitNanos = Math.min(waitNanos, filledNanos(head, dueNanos, isBusy, now) - now);
      }
    }
    return readyBytes >= WELL_FILLED_BYTES ? 0 : Math.max(0, waitNanos);
  }

  /**
   * The batch that a lane may send next; null if it has none, or waits for an answer or encoding.
   */
  private @Nullable QueuedBatch sendableHead(Lane lane) {
    QueuedBatch head = lane.waiting().peekFirst();
    boolean mayGo =
        head != null && head.held().entry() != null && !(ordered && lane.inFlight() > 0);
    return mayGo ? head : null;
  }

  /** Until when a batch may wait for others. */
  private long filledNanos(QueuedBatch head, long dueNanos, boolean isBusy, long now) {
    if (dueNanos > now) {
      return dueNanos;
    }
    long fillNanos = isBusy || head.origin().isFull() ? fillWaitNanos : 0;
    return Math.max(dueNanos, head.held().readyNanos()) + fillNanos;
  }

  /** Fills a request, and returns how long to wait if it stays empty. */
  long gather(Set<Lane> lanes, Work next, long now) {
    long waitNanos = Long.MAX_VALUE;
    List<Lane> served = new ArrayList<>();
    for (Lane lane : lanes) {
      int before = next.request().size();
      waitNanos = Math.min(waitNanos, gather(lane, next, now));
      if (next.request().size() > before) {
        served.add(lane);
      }
      if (next.request().size() == MAX_REQUEST_ENTRIES) {
        break;
      }
    }
    lanes.removeAll(served); // to the end of the queue: the next request begins with others
    lanes.addAll(served);
    lanes.removeIf(Lane::hasNothing);
    return waitNanos;
  }

  private long gather(Lane lane, Work next, long now) {
    expireHead(lane, next, now);
    if (lane.isHeldUp()) {
      QueuedBatch head = sendableHead(lane);
      return head == null ? Long.MAX_VALUE : Math.max(1, expiryOf(head) - now);
    }
    if (isToTakeApart(lane)) {
      return gatherEnded(lane, next, now);
    }
    return gatherHeads(lane, next, now);
  }

  /** A closed shard's lane whose records have other shards now. */
  private boolean isToTakeApart(Lane lane) {
    return lane.isEnded() && (placement.reshards().repeats() || !lane.misplaced().isEmpty());
  }

  private long gatherHeads(Lane lane, Work next, long now) {
    long waitNanos = 0;
    while (waitNanos == 0 && !lane.waiting().isEmpty() && !(ordered && lane.inFlight() > 0)) {
      waitNanos = gatherHead(lane, next, now);
    }
    return waitNanos == 0 ? Long.MAX_VALUE : waitNanos;
  }

  /** A batch may be too old to be sent, whatever else its lane waits for. */
  private void expireHead(Lane lane, Work next, long now) {
    QueuedBatch head = sendableHead(lane);
    if (head != null && now >= expiryOf(head)) {
      lane.waiting().removeFirst();
      head.leave(now);
      next.expire(head);
    }
  }

  /** When a batch can be sent, or given up. */
  private long dueNanos(Lane lane, QueuedBatch batch) {
    long readyNanos = Math.max(batch.notBeforeNanos(), lane.rate().freeAtNanos());
    return Math.min(readyNanos, expiryOf(batch));
  }

  private long expiryOf(QueuedBatch batch) {
    return retries.expiryNanos(batch.origin().firstPutNanos());
  }

  /** Takes the head of a lane, or returns how long it has to wait. */
  private long gatherHead(Lane lane, Work next, long now) {
    QueuedBatch batch = lane.waiting().getFirst();
    Entry entry = batch.held().entry();
    if (entry == null) {
      return Long.MAX_VALUE;
    }
    long dueNanos = dueNanos(lane, batch);
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
    batch.leave(now);
    return 0;
  }

  /** A closed shard's lane sends nothing more: its records have other shards now. */
  private static long gatherEnded(Lane lane, Work next, long now) {
    if (lane.restsUntilNanos() > now && !lane.hasNothing()) {
      return lane.restsUntilNanos() - now;
    }
    boolean ready = next.ended() == null && lane.inFlight() == 0;
    if (ready && !lane.hasNothing() && next.end(lane)) {
      lane.sent();
    }
    return Long.MAX_VALUE;
  }
}
