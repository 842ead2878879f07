// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
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
  private final long[] startHighs;
  private final long[] startLows;

  private ShardMap(List<Lane> unsorted) {
    lanes =
        unsorted.stream()
            .sorted(Comparator.comparing(lane -> lane.shard().range().start()))
            .toArray(Lane[]::new);
    startHighs =
        Arrays.stream(lanes).mapToLong(lane -> lane.shard().range().start().high()).toArray();
    startLows =
        Arrays.stream(lanes).mapToLong(lane -> lane.shard().range().start().low()).toArray();
    requireWhole();
  }

  /**
   * The lanes to the shards of a stream.
   *
   * @throws IllegalStateException if the shards leave a gap in the hash space
   */
  static ShardMap of(List<OpenShard> shards) {
    return new ShardMap(shards.stream().map(Lane::new).toList());
  }

  /** The lanes after a reshard: shards that stayed keep theirs. */
  ShardMap refreshed(List<OpenShard> shards) {
    Map<OpenShard, Lane> known =
        Arrays.stream(lanes).collect(Collectors.toMap(Lane::shard, lane -> lane));
    return new ShardMap(
        shards.stream()
            .map(shard -> Objects.requireNonNullElseGet(known.get(shard), () -> new Lane(shard)))
            .toList());
  }

  Lane laneOf(HashKey hash) {
    return laneOf(hash.high(), hash.low());
  }

  /** The lane of a place in the hash space, by binary search; allocates nothing. */
  Lane laneOf(long high, long low) {
    int first = 0;
    int last = lanes.length - 1;
    while (first < last) {
      int middle = (first + last + 1) >>> 1;
      if (isBefore(high, low, startHighs[middle], startLows[middle])) {
        last = middle - 1;
      } else {
        first = middle;
      }
    }
    return lanes[first];
  }

  private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order == 0 ? Long.compareUnsigned(low, otherLow) < 0 : order < 0;
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

  private void requireWhole() {
    Lane previous = null;
    for (Lane lane : lanes) {
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
