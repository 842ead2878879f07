// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.internal.HotKeys;
import io.github.kinesisetl.producer.internal.ShardRate;
import io.github.kinesisetl.producer.internal.memory.SpillQueue;
import io.github.kinesisetl.producer.internal.schedule.Agenda;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one shard: the batch that is being filled, and those that wait to be sent, in order.
 * The open batch is guarded by the lane's lock, everything else by the dispatcher's.
 */
final class Lane implements SpillQueue<QueuedBatch> {

  private final OpenShard shard;
  private final int generation;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OpenBatch open; // guarded by lock
  private boolean retired; // guarded by lock
  private final HotKeys.Sampling sampling = new HotKeys.Sampling(); // guarded by lock

  private Deque<QueuedBatch> waiting = new ArrayDeque<>();
  private final ShardRate rate = new ShardRate();
  private final List<QueuedBatch> misplaced = new ArrayList<>();
  private int inFlight;
  private final Succession succession = new Succession();
  private final Agenda.Place<Lane> place = new Agenda.Place<>(this);

  /** How far a lane is, as its dispatcher sees it. */
  private enum Stage {
    CURRENT,
    SUPERSEDED,
    ENDED
  }

  /** Which lanes come before this one, and which after. */
  private static final class Succession {
    private final List<Lane> predecessors = new ArrayList<>();
    private final List<Lane> successors = new ArrayList<>();
    private Stage stage = Stage.CURRENT;
  }

  /**
   * A lane.
   *
   * @param generation how many reshards came before it; a key's lanes follow each other by it
   */
  Lane(OpenShard shard, int generation) {
    this.shard = shard;
    this.generation = generation;
  }

  OpenShard shard() {
    return shard;
  }

  int generation() {
    return generation;
  }

  ReentrantLock lock() {
    return lock;
  }

  @Nullable OpenBatch open() {
    return open;
  }

  void open(@Nullable OpenBatch batch) {
    open = batch;
  }

  HotKeys.Sampling sampling() {
    return sampling;
  }

  boolean isRetired() {
    return retired;
  }

  /** The shard is closed: whatever comes next goes to its successors. */
  void retire() {
    retired = true;
  }

  @Override
  public Deque<QueuedBatch> waiting() {
    return waiting;
  }

  /**
   * Takes batches of lanes that come before this one, each to its place in the order of filling.
   */
  void takeOver(List<QueuedBatch> parts) {
    List<QueuedBatch> all = new ArrayList<>(waiting);
    all.addAll(parts);
    all.sort(QueuedBatch.IN_ORDER_OF_FILLING);
    waiting = new ArrayDeque<>(all); // at once, or not at all
  }

  /** Puts the parts of a batch where it stands, or at the head if it was taken out. */
  void replace(QueuedBatch whole, List<QueuedBatch> parts) {
    List<QueuedBatch> all = new ArrayList<>(waiting);
    int at = Math.max(0, all.indexOf(whole));
    all.remove(whole);
    all.addAll(at, parts);
    waiting = new ArrayDeque<>(all); // at once, or not at all
  }

  ShardRate rate() {
    return rate;
  }

  /** Where it stands among the lanes that can send. */
  Agenda.Place<Lane> place() {
    return place;
  }

  /** Remembers a lane whose records go first, since they may have the same keys. */
  void waitFor(Lane predecessor) {
    succession.predecessors.add(predecessor);
    predecessor.succession.successors.add(this);
  }

  /** Parts of an entry that was stored on another shard, to be sent before what waits. */
  List<QueuedBatch> misplaced() {
    return misplaced;
  }

  /** Puts parts in the place of one of these; false if it is none. */
  boolean replaceMisplaced(QueuedBatch whole, List<QueuedBatch> parts) {
    int at = misplaced.indexOf(whole);
    if (at >= 0) {
      misplaced.addAll(at, parts);
      misplaced.remove(whole);
    }
    return at >= 0;
  }

  /** Something that must be sent before what waits here is still to come. */
  boolean isHeldUp() {
    succession.predecessors.removeIf(Lane::isDrained);
    return succession.stage == Stage.SUPERSEDED || !succession.predecessors.isEmpty();
  }

  /** The lanes that waited for this one, if they need not any more; asked once. */
  List<Lane> freedSuccessors() {
    if (succession.successors.isEmpty() || !isDrained()) {
      return List.of();
    }
    List<Lane> freed = List.copyOf(succession.successors);
    succession.successors.clear();
    return freed;
  }

  /** Until when an ended lane is not taken apart again, since that failed. */
  long restsUntilNanos() {
    return rate.freeAtNanos();
  }

  /** Takes back what could not be taken apart, for a while. */
  void rest(List<QueuedBatch> batches, long untilNanos) {
    takeOver(batches);
    rate.rest(untilNanos);
  }

  int inFlight() {
    return inFlight;
  }

  void sent() {
    inFlight++;
  }

  void answered() {
    inFlight--;
  }

  /**
   * Other lanes come after this one: nothing is sent from here until the end, since what came
   * before this lane may be handed over to them at once.
   */
  void supersede() {
    succession.stage = Stage.SUPERSEDED;
  }

  /** No batch will be queued any more. */
  void end() {
    succession.stage = Stage.ENDED;
    rate.rest(Long.MIN_VALUE); // nothing is sent from here, so it is free to be taken apart
  }

  boolean hasNothing() {
    return waiting.isEmpty() && misplaced.isEmpty() && inFlight == 0;
  }

  @Override
  public boolean isEnded() {
    return succession.stage == Stage.ENDED;
  }

  /** Nothing is left here, and nothing can come from the lanes before this one. */
  private boolean isDrained() {
    return isEnded() && hasNothing() && !isHeldUp();
  }
}
