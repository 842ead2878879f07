// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import java.io.IOException;
import java.util.List;

/**
 * Encoded events, given round and round. A pool is larger than what an aggregate of every shard
 * takes together, so that compression does not profit from the repetition. Immutable.
 */
public final class EventPool {

  private final List<EventRecord> events;

  private EventPool(List<EventRecord> events) {
    this.events = List.copyOf(events);
  }

  /**
   * The events of a name: the same in every process.
   *
   * @param data {@code small}, {@code fat} or {@code web}
   * @return the pool
   * @throws IOException if its file cannot be read
   */
  public static EventPool of(String data) throws IOException {
    return switch (data) {
      case SmallEvents.NAME -> new EventPool(SmallEvents.generate());
      case FatEvents.NAME -> new EventPool(FatEvents.generate());
      case WebEvents.NAME -> new EventPool(WebEvents.load());
      default -> throw new IllegalArgumentException("data must be small, fat or web: " + data);
    };
  }

  /**
   * One event.
   *
   * @param number its number, from 0 without end
   * @return the event
   */
  public EventRecord at(long number) {
    return events.get((int) (number % events.size()));
  }

  int size() {
    return events.size();
  }

  double meanBytes() {
    return events.stream().mapToInt(EventRecord::sizeBytes).average().orElse(0);
  }
}
