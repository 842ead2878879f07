// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import java.time.Instant;

/** A record that was put to a delivery stream. Immutable. */
public final class DeliveredRecord {

  private static final int OVERHEAD_BYTES = 160;

  private final String deliveryStream;
  private final String recordId;
  private final byte[] data;
  private final Instant arrival;

  DeliveredRecord(String deliveryStream, String recordId, byte[] data, Instant arrival) {
    this.deliveryStream = deliveryStream;
    this.recordId = recordId;
    this.data = data;
    this.arrival = arrival;
  }

  /**
   * Returns where it was put.
   *
   * @return the delivery stream's name
   */
  public String deliveryStream() {
    return deliveryStream;
  }

  /**
   * Returns what the client was told.
   *
   * @return an id that no other record has
   */
  public String recordId() {
    return recordId;
  }

  /**
   * Returns the data.
   *
   * @return a copy
   */
  public byte[] data() {
    return data.clone();
  }

  /**
   * Returns when it arrived.
   *
   * @return the time by the server's clock
   */
  public Instant arrival() {
    return arrival;
  }

  long cost() {
    return (long) data.length + OVERHEAD_BYTES;
  }
}
