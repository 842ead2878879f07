// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** In which order shards are read, so that letters of a key keep theirs through reshards. */
final class ShardLineage {

  private ShardLineage() {}

  /** All shards that can be read, open or closed, each behind those that it came from. */
  static List<String> parentsFirst(KinesisClient client, String streamName) {
    return parentsFirst(list(client, streamName));
  }

  static List<String> parentsFirst(List<Shard> shards) {
    Map<String, Shard> waiting = new LinkedHashMap<>();
    shards.forEach(shard -> waiting.put(shard.shardId(), shard));
    List<String> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      for (Iterator<Shard> each = waiting.values().iterator(); each.hasNext(); ) {
        Shard shard = each.next();
        if (!isWaiting(waiting, shard.parentShardId())
            && !isWaiting(waiting, shard.adjacentParentShardId())) {
          ordered.add(shard.shardId());
          each.remove();
        }
      }
      if (waiting.size() == before) {
        throw new IllegalStateException("the shards of a stream must not be their own ancestors");
      }
    }
    return ordered;
  }

  private static boolean isWaiting(Map<String, Shard> waiting, @Nullable String shardId) {
    return shardId != null && waiting.containsKey(shardId);
  }

  private static List<Shard> list(KinesisClient client, String streamName) {
    List<Shard> shards = new ArrayList<>();
    ListShardsResponse answer = client.listShards(r -> r.streamName(streamName));
    shards.addAll(answer.shards());
    while (answer.nextToken() != null) {
      String token = answer.nextToken();
      answer = client.listShards(r -> r.nextToken(token));
      shards.addAll(answer.shards());
    }
    return shards;
  }
}
