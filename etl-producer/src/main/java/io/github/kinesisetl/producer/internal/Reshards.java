// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.producer.OutputMode;

/** What is done about an entry that was stored on another shard than predicted. */
public enum Reshards {
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

  /**
   * What is promised decides.
   *
   * @param mode what is written
   * @param ordered whether keys keep their order
   * @param tracksShards whether a record's shard can be predicted
   * @return what is done
   */
  public static Reshards of(OutputMode mode, boolean ordered, boolean tracksShards) {
    if (!tracksShards) {
      return IGNORE;
    }
    if (mode == OutputMode.KPL) {
      return REPEAT_AGGREGATE;
    }
    return ordered ? REPEAT_MISPLACED : REFRESH;
  }

  /** {@return whether what waits for a closed shard is taken apart for its successors} */
  public boolean repeats() {
    return this == REPEAT_MISPLACED || this == REPEAT_AGGREGATE;
  }
}
