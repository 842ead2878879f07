// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Predicts a record's shard from its hash. Immutable, but for the lanes it leads to. */
final class ShardMap {

  private final TreeMap<HashKey, Lane> lanesByStart = new TreeMap<>();

  private ShardMap() {}

  /**
   * The lanes to the shards of a stream.
   *
   * @throws IllegalStateException if the shards leave a gap in the hash space
   */
  static ShardMap of(List<OpenShard> shards) {
    var map = new ShardMap();
    for (OpenShard shard : shards) {
      map.lanesByStart.put(shard.range().start(), new Lane(shard));
    }
    map.requireWhole();
    return map;
  }

  /** The lanes after a reshard: shards that stayed keep theirs. */
  ShardMap refreshed(List<OpenShard> shards) {
    var map = new ShardMap();
    for (OpenShard shard : shards) {
      Lane known = lanesByStart.get(shard.range().start());
      if (known == null || !known.shard().equals(shard)) {
        known = new Lane(shard);
      }
      map.lanesByStart.put(shard.range().start(), known);
    }
    map.requireWhole();
    return map;
  }

  Lane laneOf(HashKey hash) {
    Map.Entry<HashKey, Lane> floor = lanesByStart.floorEntry(hash);
    if (floor == null) {
      throw new IllegalStateException("the shards cover the hash space from 0");
    }
    return floor.getValue();
  }

  Optional<HashKeyRange> rangeOf(String shardId) {
    return lanesByStart.values().stream()
        .map(Lane::shard)
        .filter(shard -> shard.shardId().equals(shardId))
        .map(OpenShard::range)
        .findFirst();
  }

  Collection<Lane> lanes() {
    return lanesByStart.values();
  }

  static boolean overlap(Lane a, Lane b) {
    HashKeyRange first = a.shard().range();
    HashKeyRange second = b.shard().range();
    return first.start().compareTo(second.end()) <= 0 && second.start().compareTo(first.end()) <= 0;
  }

  private void requireWhole() {
    Lane previous = null;
    for (Lane lane : lanesByStart.values()) {
      HashKeyRange range = lane.shard().range();
      HashKey expected = previous == null ? HashKey.MIN : next(previous.shard().range().end());
      if (!range.start().equals(expected)) {
        throw new IllegalStateException(
            "the open shards leave a gap before " + lane.shard().shardId());
      }
      previous = lane;
    }
    if (previous == null || !previous.shard().range().end().equals(HashKey.MAX)) {
      throw new IllegalStateException("the open shards leave a gap at the end of the hash space");
    }
  }

  private static HashKey next(HashKey key) {
    long low = key.low() + 1;
    return new HashKey(low == 0 ? key.high() + 1 : key.high(), low);
  }
}
