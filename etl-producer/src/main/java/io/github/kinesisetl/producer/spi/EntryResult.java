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
   * @param kind what it is about: what is {@linkplain FailureKind#isPermanent() permanent} is not
   *     sent again
   */
  record Failed(String errorCode, FailureKind kind) implements EntryResult {}
}
