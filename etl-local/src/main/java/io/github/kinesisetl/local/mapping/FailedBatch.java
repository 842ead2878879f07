// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

/**
 * A batch that was given up: what AWS Lambda sends to an on-failure destination, and with it the
 * whole payload, as an S3 destination gets it. Immutable, if nobody writes to the payload.
 */
public final class FailedBatch {

  private final String shardId;
  private final String firstSequenceNumber;
  private final String lastSequenceNumber;
  private final int entries;
  private final Condition condition;
  private final byte[] payload;

  /** Why a batch was given up; the names are AWS Lambda's own. */
  public enum Condition {
    /** It failed as often as the mapping allows. */
    RetryAttemptsExhausted,
    /** Its entries became older than the mapping allows. */
    RecordAgeExceeded
  }

  FailedBatch(Batch batch, Condition condition, byte[] payload) {
    this.shardId = batch.shardId();
    this.firstSequenceNumber = batch.entries().get(0).sequenceNumber();
    this.lastSequenceNumber = batch.entries().get(batch.entries().size() - 1).sequenceNumber();
    this.entries = batch.entries().size();
    this.condition = condition;
    this.payload = payload;
  }

  /**
   * The shard that the batch came from.
   *
   * @return such as {@code shardId-000000000000}
   */
  public String shardId() {
    return shardId;
  }

  /**
   * Where the batch begins.
   *
   * @return a sequence number
   */
  public String firstSequenceNumber() {
    return firstSequenceNumber;
  }

  /**
   * Where the batch ends.
   *
   * @return a sequence number
   */
  public String lastSequenceNumber() {
    return lastSequenceNumber;
  }

  /**
   * How many entries were given up.
   *
   * @return 1 or more
   */
  public int entries() {
    return entries;
  }

  /**
   * Why they were given up.
   *
   * @return the condition
   */
  public Condition condition() {
    return condition;
  }

  /**
   * The event with all their bytes, in JSON.
   *
   * @return the array itself; do not change it
   */
  public byte[] payload() {
    return payload;
  }
}
