// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream at one moment.
 *
 * @param name its name
 * @param arn its ARN
 * @param status its state
 * @param created when it was created
 * @param settings what can be set
 * @param openShards how many shards take entries
 * @param consumers how many consumers are registered
 */
public record StreamView(
    String name,
    String arn,
    StreamStatus status,
    Instant created,
    Settings settings,
    int openShards,
    int consumers) {

  /**
   * What can be set on a stream.
   *
   * @param mode who decides the number of shards
   * @param distribution how entries find their shard
   * @param retentionHours how long entries are kept
   * @param maxRecordKib how large an entry may be
   * @param encryptionKeyId the key that entries are encrypted with, or null
   * @param shardLevelMetrics the metrics switched on
   * @param warmThroughputMibps the capacity held ready, or null
   */
  public record Settings(
      StreamMode mode,
      Distribution distribution,
      int retentionHours,
      int maxRecordKib,
      @Nullable String encryptionKeyId,
      List<String> shardLevelMetrics,
      @Nullable Integer warmThroughputMibps) {}
}
