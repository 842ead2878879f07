// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/** One event's fate. Immutable; the events of an entry share one. */
public sealed interface PutResult {

  /**
   * How often the event was sent.
   *
   * @return 1 for the first attempt; 0 if it was given up before that
   */
  int attempts();

  /**
   * The stream has the event.
   *
   * @param shardId the shard it went to
   * @param sequenceNumber the place of its entry there
   * @param attempts how often it was sent
   */
  record Accepted(String shardId, String sequenceNumber, int attempts) implements PutResult {}

  /**
   * The event was given up.
   *
   * @param errorCode why: the service's last error, or one of {@link #DELIVERY_TIMEOUT}, {@link
   *     #RECORD_TOO_LARGE} and {@link #PRODUCER_CLOSED}
   * @param message the same in words, with the numbers, without payload
   * @param attempts how often it was sent; if more than 0, an answer may have been lost and the
   *     event may be on the stream
   */
  record Rejected(String errorCode, String message, int attempts) implements PutResult {

    /** The event was not stored within the delivery timeout. */
    public static final String DELIVERY_TIMEOUT = "DeliveryTimeout";

    /** The event is larger than the stream takes. */
    public static final String RECORD_TOO_LARGE = "RecordTooLarge";

    /** The producer was closed before the event was stored. */
    public static final String PRODUCER_CLOSED = "ProducerClosed";
  }
}
