// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.core.metrics.internal.LogHistogram;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a value costs to be counted, by one thread and by four at once, and what a report of all of
 * them costs. The claim: a value costs our histogram, lock and all, less than HdrHistogram's
 * recorder, and a report less time, though more garbage (see with {@code -prof gc}). Decision 9
 * rests on it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HistogramBenchmark {

  private static final int DIGITS = 2; // the fewest that keep a percentile within 2 %

  private final LogHistogram ours = new LogHistogram();
  private final Recorder recorder = new Recorder(DIGITS);
  private @Nullable Histogram recycled;

  /** Values as latencies are: many small ones, few large. */
  @State(Scope.Thread)
  public static class Values {
    private long state = 1;

    long next() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return state >>> 1 >>> (40 + (state >>> 60));
    }
  }

  /**
   * Ours, one thread.
   *
   * @param values what is recorded
   */
  @Benchmark
  public void lockedByOne(Values values) {
    ours.record(values.next());
  }

  /**
   * Ours, four threads.
   *
   * @param values what is recorded
   */
  @Benchmark
  @Threads(4)
  public void lockedByFour(Values values) {
    ours.record(values.next());
  }

  /**
   * HdrHistogram's, one thread.
   *
   * @param values what is recorded
   */
  @Benchmark
  public void recorderByOne(Values values) {
    recorder.recordValue(values.next());
  }

  /**
   * HdrHistogram's, four threads.
   *
   * @param values what is recorded
   */
  @Benchmark
  @Threads(4)
  public void recorderByFour(Values values) {
    recorder.recordValue(values.next());
  }

  /**
   * Ours, a value and a report of it.
   *
   * @param values what is recorded
   * @return the 99th percentile
   */
  @Benchmark
  public long lockedReport(Values values) {
    ours.record(values.next());
    return ours.drain().percentile(99);
  }

  /**
   * HdrHistogram's, a value and a report of it, with the last report's memory used again.
   *
   * @param values what is recorded
   * @return the 99th percentile
   */
  @Benchmark
  public long recorderReport(Values values) {
    recorder.recordValue(values.next());
    Histogram interval = recorder.getIntervalHistogram(recycled);
    recycled = interval;
    return interval.getValueAtPercentile(99);
  }
}
