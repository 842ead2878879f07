// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.schedule.Agenda;
import io.github.kinesisetl.producer.internal.schedule.Gathering;
import io.github.kinesisetl.producer.internal.schedule.Turns;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that hold anything, which of them can send, and when the next request goes. Whoever
 * changes a lane tells of it, so that no lane is looked at for another's sake. Guarded by the
 * dispatcher's lock.
 */
final class Departures {

  private final RequestPlanner planner;
  private final Ticker ticker;
  private final Turns turns;
  private final Set<Lane> lanes = new LinkedHashSet<>();
  private final Set<Lane> holders = new LinkedHashSet<>();
  private final Agenda<Lane> agenda = new Agenda<>();
  private final Gathering together = new Gathering();
  private int requestsInFlight;
  private int flushing;
  private long lanesLookedAt;

  /**
   * Nothing waits.
   *
   * @param lock the dispatcher's
   */
  Departures(RequestPlanner planner, ReentrantLock lock, Ticker ticker) {
    this.planner = planner;
    this.ticker = ticker;
    turns = new Turns(lock, ticker);
  }

  /** The lanes that hold anything. */
  Set<Lane> lanes() {
    return lanes;
  }

  /** How often a lane was looked at so far. */
  long lanesLookedAt() {
    return lanesLookedAt;
  }

  /** Those of them that hold what was stored on another shard. */
  Set<Lane> holders() {
    return holders;
  }

  /** Keeps a lane that holds what was stored on another shard, which is in no queue of its own. */
  void keepHolder(Lane lane) {
    keep(lane);
    holders.add(lane);
  }

  /** Keeps a lane as long as it holds anything; before it gets something. */
  void keep(Lane lane) {
    if (lanes.add(lane)) {
      agenda.reserve(lanes.size());
    }
  }

  /** A lane is not as it was; nobody is called yet. */
  void look(Lane lane) {
    lanesLookedAt++;
    planner.place(lane, agenda, ticker.nanoTime());
    if (lane.hasNothing()) {
      lanes.remove(lane);
    }
    if (lane.misplaced().isEmpty()) {
      holders.remove(lane);
    }
    lane.freedSuccessors().forEach(this::look);
  }

  /** A batch is not as it was: its lane is looked at, or whichever holds it out of turn. */
  void look(QueuedBatch batch) {
    look(batch.lane());
    if (!holders.isEmpty()) {
      List.copyOf(holders).forEach(this::look);
    }
  }

  /** A lane is not as it was. */
  void changed(Lane lane) {
    look(lane);
    call();
  }

  /** A batch is not as it was. */
  void changed(QueuedBatch batch) {
    look(batch);
    call();
  }

  /** Calls a sender, if there is something to send earlier than one knows. */
  void call() {
    turns.call(goesAtNanos(ticker.nanoTime()));
  }

  /** Calls all senders. */
  void callAll() {
    turns.callAll();
  }

  /** What is to be done now; null if nothing is, and the caller has waited for a while. */
  @Nullable Work next() throws InterruptedException {
    long now = ticker.nanoTime();
    long goesNanos = goesAtNanos(now);
    if (goesNanos > now) {
      turns.await(goesNanos);
      return null;
    }
    var next = new Work();
    lanesLookedAt += planner.gather(agenda, next, now);
    if (next.isEmpty()) {
      return null;
    }
    requestsInFlight += next.request().isEmpty() ? 0 : 1;
    return next;
  }

  /** The thread that waited does so no more. */
  void pass() {
    turns.pass();
  }

  /** A request is answered. */
  void answered() {
    requestsInFlight--;
    call();
  }

  /** What is ready waits for nobody. */
  void hurry() {
    flushing++;
    call();
  }

  /** It may wait again. */
  void unhurry() {
    flushing--;
  }

  /** Several batches are sealed from now on. */
  void beginTogether() {
    together.begin(ticker.nanoTime() + planner.togetherNanos());
  }

  /** They are sealed. */
  void endTogether() {
    together.leave();
    call();
  }

  /** One of them is. */
  void joinTogether(QueuedBatch batch) {
    batch.begunTogether();
    together.join();
  }

  /** A batch is made, or will never be. */
  void leaveTogether(QueuedBatch batch) {
    if (batch.readyTogether()) {
      together.leave();
    }
  }

  /** Looks at lanes whose time has come first. */
  private long goesAtNanos(long now) {
    for (var due = agenda.pollDue(now); due != null; due = agenda.pollDue(now)) {
      look(due.member());
    }
    return planner.goesAtNanos(agenda, together, requestsInFlight > 0, flushing > 0, now);
  }
}
