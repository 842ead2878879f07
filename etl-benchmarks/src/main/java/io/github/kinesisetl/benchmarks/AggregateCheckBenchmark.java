// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.core.aggregate.AggregateCheck;
import io.github.kinesisetl.core.aggregate.AggregateIds;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.RecordDeaggregator;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to tell that two aggregates of 51 KB are aggregates: by the JDK's MD5, and by ours
 * side by side. The claim of decision 8: ours is faster with {@code -jvmArgsAppend
 * -XX:TieredStopAtLevel=1}, and slower without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AggregateCheckBenchmark {

  private static final int DATA_BYTES = 51_000;

  private final AggregateCheck check = new AggregateCheck();
  private final byte[] first = aggregate(1);
  private final byte[] second = aggregate(2);

  /** By the JDK, one after the other. */
  @Benchmark
  public boolean oneAfterTheOther() {
    return RecordDeaggregator.isAggregate(first, 0, first.length)
        && RecordDeaggregator.isAggregate(second, 0, second.length);
  }

  /** By ours. */
  @Benchmark
  public boolean sideBySide() {
    check.announce(second, 0, second.length);
    return check.isAggregate(first, 0, first.length) && check.isAggregate(second, 0, second.length);
  }

  private static byte[] aggregate(int seed) {
    byte[] data = new byte[DATA_BYTES];
    new Random(seed).nextBytes(data);
    var aggregator = new RecordAggregator(2 * DATA_BYTES);
    aggregator.add(EventRecord.of("key", data));
    return aggregator.finish(AggregateIds.fresh(seed, 0));
  }
}
