// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates that are not settled: how many events, and in which segments; and those that are
 * settled, of which the log could not take a note yet. Guarded by the spool.
 */
final class PendingEvents {

  private final Map<SegmentScan.Key, Aggregate> pending = new HashMap<>();
  private final Deque<Note> notes = new ArrayDeque<>();

  /** That an aggregate is settled, and where its events are. */
  record Note(SegmentScan.Key key, List<Segment> places) {}

  /** Expects the end of what an earlier process left. */
  void expect(RecoveredAggregate recovered) {
    Aggregate events = of(new SegmentScan.Key(recovered.producerEpoch(), recovered.number()));
    events.count = recovered.size();
    for (Segment segment : recovered.segments()) {
      events.addSegment(segment);
    }
  }

  /** Expects the end of an event that was just written. */
  void add(SegmentScan.Key key, Segment segment) {
    of(key).add(segment);
  }

  /** Some events of an aggregate are settled; false unless these were the last. */
  boolean remove(SegmentScan.Key key, int events) {
    Aggregate left = pending.get(key);
    if (left == null || !left.remove(events)) {
      return false;
    }
    pending.remove(key);
    left.places.forEach(Segment::removeUnsettled);
    notes.addLast(new Note(key, left.places));
    return true;
  }

  /** The first note that is to be written; null if there is none. */
  @Nullable Note firstNote() {
    return notes.peekFirst();
  }

  /** The first note is written, or needs not be. */
  void noted() {
    notes.removeFirst();
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  private Aggregate of(SegmentScan.Key key) {
    return pending.computeIfAbsent(key, unused -> new Aggregate());
  }

  private static final class Aggregate {
    private final List<Segment> places = new ArrayList<>(1);
    private int count;

    void add(Segment segment) {
      count++;
      if (places.isEmpty() || places.get(places.size() - 1) != segment) {
        addSegment(segment);
      }
    }

    void addSegment(Segment segment) {
      places.add(segment);
      segment.addUnsettled();
    }

    /** Whether nothing is left. */
    boolean remove(int events) {
      count -= events;
      return count <= 0;
    }
  }
}
