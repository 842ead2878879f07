// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.core.record.EventRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of one aggregate that an earlier process took and whose fate it did not learn. They
 * stay on disk until they are read. Not safe for use by many threads.
 */
public final class RecoveredAggregate {

  private final long producerEpoch;
  private final long number;
  private final @Nullable AsideGroup aside;
  private Segment[] segments = new Segment[4];
  private int[] places = new int[4];
  private int[] positions = new int[4];
  private int size;

  RecoveredAggregate(long producerEpoch, long number) {
    this(producerEpoch, number, null);
  }

  RecoveredAggregate(long producerEpoch, long number, @Nullable AsideGroup aside) {
    this.producerEpoch = producerEpoch;
    this.number = number;
    this.aside = aside;
  }

  /**
   * The share of a batch of these events.
   *
   * @return a share in which nothing is owed
   */
  public LogShare share() {
    return new LogShare(producerEpoch, number, aside);
  }

  void add(Segment segment, int position, int at) {
    if (size == places.length) {
      segments = Arrays.copyOf(segments, size * 2);
      places = Arrays.copyOf(places, size * 2);
      positions = Arrays.copyOf(positions, size * 2);
    }
    segments[size] = segment;
    places[size] = at;
    positions[size++] = position;
  }

  /**
   * The epoch of the process that took the events.
   *
   * @return a random number
   */
  public long producerEpoch() {
    return producerEpoch;
  }

  /**
   * The aggregate's number in that process.
   *
   * @return 0 or more
   */
  public long number() {
    return number;
  }

  /**
   * How many events it has.
   *
   * @return at least 1
   */
  public int size() {
    return size;
  }

  /**
   * An event's position, the last part of its id.
   *
   * @param index which event, from 0, in the order in which they were put
   * @return the position, rising with the index
   */
  public int position(int index) {
    return positions[index];
  }

  /**
   * Reads an event from disk.
   *
   * @param index which event, from 0, in the order in which they were put
   * @return its key and payload
   */
  public EventRecord record(int index) {
    return segments[index].eventAt(places[index]);
  }

  /**
   * How large an event is.
   *
   * @param index which event, from 0
   * @return bytes of its payload
   */
  public int recordBytes(int index) {
    return segments[index].payloadBytesAt(places[index]);
  }

  /**
   * How large the events are.
   *
   * @return bytes of all their payloads
   */
  public long payloadBytes() {
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      bytes += recordBytes(i);
    }
    return bytes;
  }

  /** Names each segment once: an aggregate's events stand in the order of the segments. */
  Segment[] segments() {
    return Arrays.stream(segments, 0, size).distinct().toArray(Segment[]::new);
  }
}
