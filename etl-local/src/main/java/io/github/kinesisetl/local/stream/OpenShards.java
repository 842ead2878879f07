// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.HashKey;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The shards of a stream that take entries; together they cover every hash key. */
final class OpenShards {

  /** By the first of their hash keys. */
  private final NavigableMap<HashKey, Shard> shards = new TreeMap<>();

  private HashKey turn = HashKey.MAX;

  void add(Shard shard) {
    shards.put(shard.range().start(), shard);
  }

  void remove(Shard shard) {
    shards.remove(shard.range().start(), shard);
  }

  int count() {
    return shards.size();
  }

  /** The shard that a hash key belongs to. */
  Shard route(HashKey key) {
    return shards.floorEntry(key).getValue();
  }

  /** The shard behind the last one that this returned, round and round. */
  Shard nextInTurn() {
    Map.Entry<HashKey, Shard> next = shards.higherEntry(turn);
    Shard shard = (next == null ? shards.firstEntry() : next).getValue();
    turn = shard.range().start();
    return shard;
  }
}
