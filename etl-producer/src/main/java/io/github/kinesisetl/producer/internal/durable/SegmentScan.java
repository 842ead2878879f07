// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the segments that earlier processes left, and finds what is not settled. */
final class SegmentScan implements Segment.FrameVisitor {

  private final List<Segment> segments;
  private final Map<Key, RecoveredAggregate> unsettled = new LinkedHashMap<>();

  SegmentScan(Collection<Segment> segments, BrokenFiles broken) {
    this.segments = new ArrayList<>(segments);
    this.segments.sort(Comparator.comparingLong(Segment::sequence));
    for (Segment segment : this.segments) {
      broken.add(segment.scan(this));
    }
  }

  /** All segments, in the order in which they were written. */
  List<Segment> segments() {
    return segments;
  }

  /** What is not settled, in the order in which it was begun. */
  List<RecoveredAggregate> unsettled() {
    return List.copyOf(unsettled.values());
  }

  @Override
  public void event(Segment segment, long aggregate, int position, int at) {
    unsettled
        .computeIfAbsent(
            new Key(segment.epoch(), aggregate),
            key -> new RecoveredAggregate(key.producerEpoch, key.number))
        .add(segment, position, at);
  }

  @Override
  public void settled(long producerEpoch, long aggregate) {
    unsettled.remove(new Key(producerEpoch, aggregate));
  }

  /** What names an aggregate among those of all processes. */
  record Key(long producerEpoch, long number) {}
}
