// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.internal.HashRangeIndex;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to know an event's shard: the MD5 of its key and a search among the shards. The
 * claim: nothing is allocated, and a thousand shards cost little more than four.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShardPredictionBenchmark {

  private static final int KEYS = 1 << 12;

  /** How many shards the stream has; a power of two. */
  @Param({"4", "1024"})
  public int shards = 4;

  private final String[] keys =
      IntStream.range(0, KEYS).mapToObj(i -> "user_" + i * 7919 % 100_000).toArray(String[]::new);
  private final KeyBuffer key = new KeyBuffer();
  private HashRangeIndex index =
      HashRangeIndex.of(List.of(new HashKeyRange(HashKey.MIN, HashKey.MAX)));
  private int number;

  /** Splits the hash space evenly. */
  @Setup
  public void split() {
    long step = Long.MIN_VALUE / shards * -2;
    List<HashKeyRange> ranges = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      HashKey end = i + 1 == shards ? HashKey.MAX : new HashKey(step * (i + 1) - 1, -1);
      ranges.add(new HashKeyRange(new HashKey(step * i, 0), end));
    }
    index = HashRangeIndex.of(ranges);
  }

  /**
   * Hashes a key and finds its shard.
   *
   * @return the shard's number
   */
  @Benchmark
  public int predict() {
    key.set(keys[number++ & (KEYS - 1)]);
    return index.indexOf(key.high(), key.low());
  }
}
