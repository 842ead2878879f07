// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ShardView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read of a shard brings.
 *
 * @param entries the entries, in order
 * @param next where to go on, or null at the end of a closed shard: an iterator for GetRecords, a
 *     sequence number for SubscribeToShard
 * @param millisBehindLatest how far the next entry lies back; 0 if there is none yet
 * @param children at the end of a closed shard, the shards that follow it
 */
public record ReadAnswer(
    List<DeliveredEntry> entries,
    @Nullable String next,
    long millisBehindLatest,
    List<ShardView> children) {}
