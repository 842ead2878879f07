// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import org.jspecify.annotations.Nullable;

/** Decides which entries fail although nothing is wrong with them. */
@FunctionalInterface
public interface EntryFaults {

  /**
   * Judges one entry before it is stored.
   *
   * @param streamName its stream
   * @param shardId its shard
   * @param bytes its data and key
   * @return the error that it fails with, or null to store it
   */
  @Nullable ErrorCode judge(String streamName, String shardId, int bytes);
}
