// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shard at one moment.
 *
 * @param id such as {@code shardId-000000000000}
 * @param range its hash keys
 * @param parentIds none, the parent, or the parent and the adjacent parent
 * @param startingSequenceNumber the number before its first entry's
 * @param endingSequenceNumber the number behind its last entry's, null while it is open
 */
public record ShardView(
    String id,
    HashRange range,
    List<String> parentIds,
    String startingSequenceNumber,
    @Nullable String endingSequenceNumber) {}
