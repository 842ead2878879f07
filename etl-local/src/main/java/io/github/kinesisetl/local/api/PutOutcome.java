// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** What became of one entry of a put. */
public sealed interface PutOutcome {

  /**
   * The entry is in its shard.
   *
   * @param shardId the shard
   * @param sequenceNumber its place there
   */
  record Stored(String shardId, String sequenceNumber) implements PutOutcome {}

  /**
   * The entry was not stored; the caller may send it again.
   *
   * @param code why
   * @param message what to do
   */
  record Refused(ErrorCode code, String message) implements PutOutcome {}
}
