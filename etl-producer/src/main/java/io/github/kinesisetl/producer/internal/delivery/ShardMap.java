// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.internal.HashRangeIndex;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Predicts a record's shard from its hash. Immutable, but for the lanes it leads to. */
final class ShardMap {

  private final Lane[] lanes; // by start, the first at 0
  private final HashRangeIndex index;
  private final int generation;

  private ShardMap(List<Lane> unsorted, int generation) {
    this.generation = generation;
    lanes =
        unsorted.stream()
            .sorted(Comparator.comparing(lane -> lane.shard().range().start()))
            .toArray(Lane[]::new);
    try {
      index = HashRangeIndex.of(Arrays.stream(lanes).map(lane -> lane.shard().range()).toList());
    } catch (IllegalArgumentException e) {
      throw new StreamUnavailableException(
          "the %d open shards are not whole: %s".formatted(lanes.length, e.getMessage()),
          FailureKind.TRANSIENT,
          e);
    }
  }

  /**
   * The lanes to the shards of a stream.
   *
   * @throws StreamUnavailableException if the shards leave a gap in the hash space
   */
  static ShardMap of(List<OpenShard> shards) {
    return new ShardMap(shards.stream().map(shard -> new Lane(shard, 0)).toList(), 0);
  }

  /** The lanes after a reshard: shards that stayed keep theirs. */
  ShardMap refreshed(List<OpenShard> shards) {
    Map<OpenShard, Lane> known =
        Arrays.stream(lanes).collect(Collectors.toMap(Lane::shard, lane -> lane));
    int next = generation + 1;
    return new ShardMap(
        shards.stream()
            .map(shard ->
                Objects.requireNonNullElseGet(known.get(shard), () -> new Lane(shard, next)))
            .toList(),
        next);
  }

  Lane laneOf(HashKey hash) {
    return laneOf(hash.high(), hash.low());
  }

  /** The lane of a place in the hash space; allocates nothing. */
  Lane laneOf(long high, long low) {
    return lanes[index.indexOf(high, low)];
  }

  Optional<HashKeyRange> rangeOf(String shardId) {
    return Arrays.stream(lanes)
        .map(Lane::shard)
        .filter(shard -> shard.shardId().equals(shardId))
        .map(OpenShard::range)
        .findFirst();
  }

  List<Lane> lanes() {
    return List.of(lanes);
  }

  static boolean overlap(Lane a, Lane b) {
    HashKeyRange first = a.shard().range();
    HashKeyRange second = b.shard().range();
    return first.start().compareTo(second.end()) <= 0 && second.start().compareTo(first.end()) <= 0;
  }
}
