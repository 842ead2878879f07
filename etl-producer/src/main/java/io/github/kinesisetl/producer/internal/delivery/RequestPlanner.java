// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.RetryPolicy;
import io.github.kinesisetl.producer.internal.schedule.Agenda;
import io.github.kinesisetl.producer.internal.schedule.Gathering;
import io.github.kinesisetl.producer.internal.schedule.Turns;
import io.github.kinesisetl.producer.internal.schedule.Urgency;
import io.github.kinesisetl.producer.spi.Entry;
import java.time.Duration;
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

  /** To make a batch takes far less, unless the machine is short of processors. */
  private static final Duration MAX_TOGETHER = Duration.ofMillis(5);

  private static final long NEVER = Turns.NEVER;

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

  /** How long those that are sealed together wait for each other at most. */
  long togetherNanos() {
    return Math.min(fillWaitNanos, MAX_TOGETHER.toNanos());
  }

  /**
   * When a request had better be made of what is ready: it waits for more if that is sure to come,
   * or costs nothing.
   *
   * @param together what is still being made that was sealed together
   * @param isBusy whether another request is under way
   * @param isHurried whether somebody waits for what is ready
   */
  long goesAtNanos(
      Agenda<Lane> ready, Gathering together, boolean isBusy, boolean isHurried, long now) {
    if (ready.size() == 0) {
      return ready.nextNanos();
    }
    if (waitsForNothing(ready)) {
      return now;
    }
    int waiting = ready.count(Urgency.TOGETHER);
    boolean mayGo = isHurried || !isBusy;
    if ((mayGo && isAnyEager(ready, isHurried)) || (waiting > 0 && together.isComplete())) {
      return now;
    }
    long filledNanos =
        mayGo && waiting > 0 ? together.overNanos() : ready.readySinceNanos() + fillWaitNanos;
    return Math.min(filledNanos, ready.nextNanos());
  }

  /** A request of what is ready is well filled, need not be, or must not wait. */
  private boolean waitsForNothing(Agenda<Lane> ready) {
    return ready.readyBytes() >= WELL_FILLED_BYTES
        || ready.size() >= MAX_REQUEST_ENTRIES
        || fillWaitNanos == 0
        || ready.count(Urgency.AT_ONCE) > 0;
  }

  /** Whether anything is ready that waits neither for others nor, unless in a hurry, for more. */
  private static boolean isAnyEager(Agenda<Lane> ready, boolean isHurried) {
    return isHurried
        ? ready.count(Urgency.TOGETHER) < ready.size()
        : ready.count(Urgency.EAGER) > 0;
  }

  /** Finds out when a lane can do something next, and gives it its place by that. */
  void place(Lane lane, Agenda<Lane> agenda, long now) {
    QueuedBatch head = sendableHead(lane);
    long actsNanos = actsAtNanos(lane, head);
    if (actsNanos == NEVER) {
      agenda.drop(lane.place());
    } else if (actsNanos > now) {
      agenda.later(lane.place(), actsNanos);
    } else {
      ready(lane, head, agenda, now);
    }
  }

  private void ready(Lane lane, @Nullable QueuedBatch head, Agenda<Lane> agenda, long now) {
    Entry entry = head == null ? null : head.held().entry();
    if (head == null || entry == null || isToTakeApart(lane) || now >= expiryOf(head)) {
      agenda.ready(lane.place(), Urgency.AT_ONCE, 0, now); // not a matter of bytes
      return;
    }
    Urgency urgency = head.origin().isFull() ? Urgency.PATIENT : Urgency.EAGER;
    agenda.ready(
        lane.place(),
        head.goesTogether() ? Urgency.TOGETHER : urgency,
        entry.sizeBytes(),
        Math.max(dueNanos(lane, head), head.held().readyNanos()));
  }

  /** When a lane can do something; never, if it waits for something else than time. */
  private long actsAtNanos(Lane lane, @Nullable QueuedBatch head) {
    long expiryNanos = head == null ? NEVER : expiryOf(head);
    if (lane.isHeldUp()) {
      return expiryNanos;
    }
    if (isToTakeApart(lane)) {
      boolean mayBe = lane.inFlight() == 0 && !lane.hasNothing();
      return mayBe ? Math.min(lane.restsUntilNanos(), expiryNanos) : expiryNanos;
    }
    return head == null ? NEVER : dueNanos(lane, head);
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

  /**
   * Fills a request from the lanes that are ready, in turn, until the next entry does not fit.
   * Lanes that have nothing more to do lose their places. Returns how many it looked at.
   */
  int gather(Agenda<Lane> agenda, Work next, long now) {
    int lookedAt = 0;
    Agenda.Place<Lane> place = agenda.first();
    while (place != null && !next.isFull()) {
      Agenda.Place<Lane> following = agenda.after(place);
      lookedAt++;
      int before = next.request().size();
      long waitNanos = gather(place.member(), next, now);
      if (waitNanos == NEVER) {
        agenda.drop(place);
      } else if (waitNanos > 0) {
        agenda.later(place, now + waitNanos);
      } else if (next.request().size() > before) {
        agenda.toEnd(place); // the next request begins with others
      }
      place = following;
    }
    return lookedAt;
  }

  /** Takes what a lane can send; returns how long the rest has to wait, 0 if for a request. */
  private long gather(Lane lane, Work next, long now) {
    expireHead(lane, next, now);
    if (lane.isHeldUp()) {
      QueuedBatch head = sendableHead(lane);
      return head == null ? NEVER : Math.max(1, expiryOf(head) - now);
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
      if (next.isFull()) {
        return 0;
      }
    }
    return waitNanos == 0 ? NEVER : waitNanos;
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
      return NEVER;
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
      return 0;
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
    if (next.ended() != null) {
      return 0; // one at a time
    }
    if (lane.inFlight() == 0 && !lane.hasNothing() && next.end(lane)) {
      lane.sent();
    }
    return NEVER;
  }
}
