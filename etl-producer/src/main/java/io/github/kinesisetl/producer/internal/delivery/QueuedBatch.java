// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.internal.memory.Spillable;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one entry that takes no more, from their place in a lane until their outcome is
 * told. Its entry is made by a compression thread, or was there from the start; everything else
 * belongs to the dispatcher, and while a request is under way to its sender thread.
 */
final class QueuedBatch implements Spillable {

  /** What a batch itself costs: this object, its entry, its places in queues. */
  static final int OVERHEAD_BYTES = 512;

  /**
   * The order in which batches were filled, as far as one key can be in both: first by the lane
   * they were filled in, whoever has their parts now, then by number, and parts of one batch by
   * where they begin in it.
   */
  static final Comparator<QueuedBatch> IN_ORDER_OF_FILLING =
      Comparator.<QueuedBatch>comparingInt(batch -> batch.origin.generation())
          .thenComparingLong(QueuedBatch::number)
          .thenComparingInt(batch -> batch.firstPosition);

  private final Lane lane;
  private final HashKey firstHash;
  private final Origin origin;
  private final Contents contents;
  private long number;
  private int firstPosition; // in the aggregate that it is a part of
  private final Attempts attempts = new Attempts();
  private boolean repeat;
  private boolean inFlight; // guarded by the dispatcher's lock
  private boolean astray; // whoever follows reshards sees to it, and no sender
  private Together together = Together.NOT; // guarded by the dispatcher's lock

  QueuedBatch(Lane lane, HashKey firstHash, Origin origin, Contents contents) {
    this.lane = lane;
    this.firstHash = firstHash;
    this.origin = origin;
    this.contents = contents;
    attempts.notBeforeNanos = origin.firstPutNanos();
  }

  /**
   * Where the events of a batch come from; the parts of a batch share its origin.
   *
   * @param generation of the lane in which they were filled
   * @param firstPutNanos when the first was put
   * @param lastPutNanos when the last was put, or a little later
   * @param isFull whether no further record fitted, so that more batches are likely to follow soon
   */
  record Origin(int generation, long firstPutNanos, long lastPutNanos, boolean isFull) {

    /** The origin of events that were all put at once. */
    static Origin at(long now, int generation) {
      return new Origin(generation, now, now, false);
    }
  }

  /** How it was sent so far, and when it may be sent again. */
  private static final class Attempts {
    private int count;
    private long notBeforeNanos;
    private long sentNanos;
    private @Nullable Failed lastFailure;
  }

  /** Whether a batch was sealed together with others, and is to go with them. */
  private enum Together {
    NOT,
    IN_MAKING,
    READY
  }

  /**
   * What a batch consists of.
   *
   * @param share of the log
   * @param callbacks who waits
   * @param held the entry
   */
  record Contents(LogShare share, Callbacks callbacks, HeldEntry held) {}

  /**
   * A part of this batch, in the lane where its records go now: as old, as often tried.
   *
   * @param position of its first record in the aggregate
   */
  QueuedBatch part(Lane to, HashKey partsFirstHash, int position, Contents partsContents) {
    var part = new QueuedBatch(to, partsFirstHash, origin, partsContents);
    part.firstPosition = position;
    part.attempts.count = attempts.count;
    part.number = number;
    part.repeat = repeat;
    part.attempts.lastFailure = attempts.lastFailure;
    return part;
  }

  /** Says that the events are accepted already, and are only stored where they belong. */
  void markRepeat() {
    repeat = true;
  }

  /** It is sealed together with others, which may wait for it. */
  void begunTogether() {
    together = Together.IN_MAKING;
  }

  /** Nobody need wait for it any more; false if nobody would. */
  boolean readyTogether() {
    boolean isFirst = together == Together.IN_MAKING;
    together = isFirst ? Together.READY : together;
    return isFirst;
  }

  /** Whether it goes with those that were sealed together with it, and was not sent before. */
  boolean goesTogether() {
    return together != Together.NOT && attempts.count == 0;
  }

  /** Counts one more attempt. */
  int nextAttempt() {
    return ++attempts.count;
  }

  void retryAfter(long nanos) {
    attempts.notBeforeNanos = nanos;
  }

  /** Leaves its lane for a request, or for whatever else is done with it. */
  void leave(long now) {
    inFlight = true;
    attempts.sentNanos = now;
    lane.sent();
  }

  /** Comes back; false if it was not away. */
  boolean comeBack() {
    if (!inFlight) {
      return false;
    }
    inFlight = false;
    lane.answered();
    return true;
  }

  /** Whether it was stored elsewhere than predicted, and who follows reshards sees to it. */
  boolean isAstray() {
    return astray;
  }

  void astray(boolean isAstray) {
    astray = isAstray;
  }

  /** Remembers why the last attempt failed. */
  void failed(Failed failure) {
    attempts.lastFailure = failure;
  }

  void number(long given) {
    number = given;
  }

  Lane lane() {
    return lane;
  }

  HashKey firstHash() {
    return firstHash;
  }

  Origin origin() {
    return origin;
  }

  LogShare share() {
    return contents.share;
  }

  Callbacks callbacks() {
    return contents.callbacks;
  }

  @Override
  public HeldEntry held() {
    return contents.held;
  }

  PutCallback callback(int index) {
    return contents.callbacks.of(index);
  }

  int size() {
    return contents.callbacks.size();
  }

  /** How many of the records have an outcome that is still to be told. */
  int events() {
    return repeat ? 0 : size();
  }

  /** Counts batches in the order in which they were filled; a part has the number of its whole. */
  long number() {
    return number;
  }

  /** Whether the events are accepted already. */
  boolean isRepeat() {
    return repeat;
  }

  int attempts() {
    return attempts.count;
  }

  /** When it was sent last. */
  long sentNanos() {
    return attempts.sentNanos;
  }

  /** Why the last attempt failed; null if none did. */
  @Nullable Failed lastFailure() {
    return attempts.lastFailure;
  }

  long notBeforeNanos() {
    return attempts.notBeforeNanos;
  }
}
