// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.RecordPosition;

/**
 * What a batch of one shard owes to its source: nothing, or the position to begin again from. One
 * position is enough, since sources deliver everything from there on once more: a Kinesis event
 * source mapping from the entry on (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html">partial
 * batch responses</a>), a KCL application from the very record. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface BatchOutcome {

  /** Everything is done. */
  record Done() implements BatchOutcome {}

  /**
   * Something is not done.
   *
   * @param retryFrom the lowest unfinished record, with its place inside its entry; records behind
   *     it may be done
   * @param stillRunning whether somebody may still work on the batch, so that its memory must not
   *     be used again
   */
  record Unfinished(RecordPosition retryFrom, boolean stillRunning) implements BatchOutcome {
    /** Checks that there is a position. */
    public Unfinished {
      requireNonNull(retryFrom, "retryFrom");
    }
  }
}
