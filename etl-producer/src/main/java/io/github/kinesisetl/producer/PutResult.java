// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.FailureKind;

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
   * @param errorCode why: the service's last error, or one of the constants here
   * @param message the same in words, with the numbers and the last cause, without payload
   * @param attempts how often it was sent; if more than 0, an answer may have been lost and the
   *     event may be on the stream
   * @param kind what the failure is about
   */
  record Rejected(String errorCode, String message, int attempts, FailureKind kind)
      implements PutResult {

    /** The event was not stored within the delivery timeout. */
    public static final String DELIVERY_TIMEOUT = "DeliveryTimeout";

    /** The event is larger than the stream takes. */
    public static final String RECORD_TOO_LARGE = "RecordTooLarge";

    /** The producer was closed before the event was stored. */
    public static final String PRODUCER_CLOSED = "ProducerClosed";

    /** The event cannot be encoded: compressed, or encrypted. */
    public static final String ENCODING_FAILED = "EncodingFailed";

    /** The producer itself failed: a defect, or a broken disk. */
    public static final String INTERNAL_FAILURE = "InternalFailure";

    /** Mode {@code KPL}: the stream distributes records by itself now, where KCL drops them. */
    public static final String AUTO_DISTRIBUTION = "AutoDistribution";

    /** Checks for nulls. */
    public Rejected {
      requireNonNull(errorCode, "errorCode");
      requireNonNull(message, "message");
      requireNonNull(kind, "kind");
    }

    /**
     * An event that may be put again.
     *
     * @param errorCode why
     * @param message the same in words
     * @param attempts how often it was sent
     */
    public Rejected(String errorCode, String message, int attempts) {
      this(errorCode, message, attempts, FailureKind.TRANSIENT);
    }

    /**
     * Whether to put the same event again is of no use, whoever does so and whenever.
     *
     * @return true if the event itself is refused
     */
    public boolean isForGood() {
      return kind == FailureKind.ITEM_REFUSED;
    }
  }
}
