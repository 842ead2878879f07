// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.producer.OutputMode;

/** What is done about an entry that was stored on another shard than predicted. */
enum Reshards {
  /** Nothing: the service chooses the shards. */
  IGNORE,
  /** The shards are asked for again; where a record lies does not matter to its readers. */
  REFRESH,
  /**
   * The records that do not belong where they are stored are stored once more, so that who reads a
   * shard finds its keys complete and in order.
   */
  REPEAT_MISPLACED,
  /**
   * If any record does not belong where it is stored, all are stored once more: KCL drops the whole
   * aggregate then.
   */
  REPEAT_AGGREGATE;

  static Reshards of(OutputMode mode, boolean ordered, boolean tracksShards) {
    if (!tracksShards) {
      return IGNORE;
    }
    if (mode == OutputMode.KPL) {
      return REPEAT_AGGREGATE;
    }
    return ordered ? REPEAT_MISPLACED : REFRESH;
  }

  /** Whether what waits for a closed shard is taken apart for its successors. */
  boolean repeats() {
    return this == REPEAT_MISPLACED || this == REPEAT_AGGREGATE;
  }
}
