// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.util.List;

/**
 * The stream that is written to.
 *
 * @param facts what is true of it
 * @param shards which shards it had at open
 * @param sender takes its entries
 * @param directory tells of its shards when that is outdated
 */
public record Destination(
    StreamFacts facts, List<OpenShard> shards, RecordSender sender, ShardDirectory directory) {

  /** Copies the shards. */
  public Destination {
    shards = List.copyOf(shards);
  }
}
