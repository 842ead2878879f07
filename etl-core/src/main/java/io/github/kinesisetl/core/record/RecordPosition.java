// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

/**
 * Where a record lies on a stream.
 *
 * @param shardId the shard, such as {@code shardId-000000000001}; empty if not known
 * @param sequenceNumber the entry within the shard; empty if not known
 * @param subSequenceNumber the record within the entry, from 0
 * @since 0.1.0
 */
public record RecordPosition(String shardId, String sequenceNumber, int subSequenceNumber) {

  /** Checks that the sub-sequence number is not negative. */
  public RecordPosition {
    if (subSequenceNumber < 0) {
      throw new IllegalArgumentException(
          "subSequenceNumber must be at least 0, but is " + subSequenceNumber);
    }
  }
}
