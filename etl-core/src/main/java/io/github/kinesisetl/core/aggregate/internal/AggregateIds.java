// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ids of all records of an aggregate, told once: its producer, its number, and the positions
 * that the records had when the aggregate was first made. Immutable.
 *
 * <p>A fresh aggregate needs no list, since its records stand at 0, 1, 2 and so on. An aggregate
 * that was split afterwards lists the positions it kept, so that every event keeps its id.
 */
public final class AggregateIds {

  private final long producerEpoch;
  private final long number;
  private final int @Nullable [] positions;

  private AggregateIds(long producerEpoch, long number, int @Nullable [] positions) {
    this.producerEpoch = producerEpoch;
    this.number = number;
    this.positions = positions;
  }

  /**
   * The ids of a fresh aggregate.
   *
   * @param producerEpoch the producer's random number
   * @param number the aggregate's number, from 0
   * @return the ids
   */
  public static AggregateIds fresh(long producerEpoch, long number) {
    return new AggregateIds(producerEpoch, requireNumber(number), null);
  }

  /**
   * The ids of what a split kept of an aggregate.
   *
   * @param producerEpoch the producer's random number
   * @param number the first aggregate's number, from 0
   * @param positions the first positions of the kept records, rising
   * @return the ids
   * @throws IllegalArgumentException if the positions do not rise from at least 0
   */
  public static AggregateIds kept(long producerEpoch, long number, int... positions) {
    int previous = -1;
    for (int position : positions) {
      if (position <= previous) {
        throw new IllegalArgumentException(
            "positions must rise from 0, but %d follows %d".formatted(position, previous));
      }
      previous = position;
    }
    return new AggregateIds(producerEpoch, requireNumber(number), positions.clone());
  }

  /**
   * The id of one record.
   *
   * @param index the record's place in this aggregate, from 0
   * @return its id
   * @throws IndexOutOfBoundsException if the aggregate lists fewer positions
   */
  public EventId idAt(int index) {
    return new EventId(producerEpoch, number, positions == null ? index : positions[index]);
  }

  long producerEpoch() {
    return producerEpoch;
  }

  long number() {
    return number;
  }

  int @Nullable [] positions() {
    return positions;
  }

  /**
   * Whether every record of an aggregate has an id.
   *
   * @param records how many it has
   * @return true unless positions are listed for another number
   */
  public boolean covers(int records) {
    return positions == null || positions.length == records;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AggregateIds ids
        && producerEpoch == ids.producerEpoch
        && number == ids.number
        && Arrays.equals(positions, ids.positions);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(producerEpoch) * 31 + Long.hashCode(number);
  }

  private static long requireNumber(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("number must be at least 0, but is " + number);
    }
    return number;
  }
}
