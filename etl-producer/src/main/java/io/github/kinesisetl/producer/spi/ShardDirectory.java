// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import io.github.kinesisetl.core.record.HashKeyRange;
import java.util.List;

/**
 * Tells what a stream is like and which shards it has. Implementations are safe for use by many
 * threads.
 */
@FunctionalInterface
public interface ShardDirectory {

  /**
   * Lists the shards that take writes now.
   *
   * @return the open shards; together they cover the hash space
   * @throws StreamUnavailableException if the stream does not exist or does not answer, which its
   *     kind tells apart; any other exception is taken for one that asking again does not mend
   */
  List<OpenShard> openShards();

  /**
   * Tells what kind of stream this is.
   *
   * @return its traits; {@link StreamTraits#UNKNOWN} if the directory cannot tell
   * @throws StreamUnavailableException if the stream does not exist or does not answer
   */
  default StreamTraits traits() {
    return StreamTraits.UNKNOWN;
  }

  /**
   * A shard that takes writes.
   *
   * @param shardId its id
   * @param range the part of the hash space that it owns
   */
  record OpenShard(String shardId, HashKeyRange range) {}
}
