// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import java.util.Optional;

/**
 * What a batch of one shard owes to its event source: nothing, or the position to begin again from.
 * Kinesis event source mappings deliver everything from that position on once more (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html">partial
 * batch responses</a>), so one position is enough.
 *
 * @param retryFrom the sequence number of the first entry that is not done
 */
public record BatchOutcome(Optional<String> retryFrom) {

  /** Everything is done. */
  public static final BatchOutcome DONE = new BatchOutcome(Optional.empty());

  /**
   * Something is not done.
   *
   * @param sequenceNumber of the first entry that is not done
   * @return the outcome
   */
  public static BatchOutcome retryFrom(String sequenceNumber) {
    return new BatchOutcome(Optional.of(sequenceNumber));
  }
}
