// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

/** What became of one entry of a request. Immutable. */
public sealed interface EntryResult {

  /**
   * The stream has it.
   *
   * @param shardId the shard it went to
   * @param sequenceNumber its place there
   */
  record Stored(String shardId, String sequenceNumber) implements EntryResult {}

  /**
   * The stream does not have it, as far as the sender knows: after a lost answer it may.
   *
   * @param errorCode the service's name for it, such as {@code
   *     ProvisionedThroughputExceededException}
   * @param kind what to do about it
   */
  record Failed(String errorCode, Kind kind) implements EntryResult {

    /** What to do about a failure. */
    public enum Kind {
      /** The shard is over its rate: send again, more slowly. */
      THROTTLED,
      /** Send again after a while. */
      TRANSIENT,
      /** Sending again cannot help. */
      PERMANENT
    }
  }
}
