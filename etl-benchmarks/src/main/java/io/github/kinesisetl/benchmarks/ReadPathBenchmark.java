// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event costs to get out of an entry again. The claim: opening copies no payload beyond
 * the decompressed aggregate (see with {@code -prof gc}). An invocation opens one entry of some 256
 * KB; an operation is one event.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadPathBenchmark {

  private static final int EVENTS = 300;

  private final RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);
  private EventRecord dense = EventRecord.of("key", new byte[0]);
  private EventRecord aggregate = dense;
  private EventRecord framedKpl = dense;

  /**
   * Makes the entries.
   *
   * @throws Exception never, for generated events
   */
  @Setup(Level.Trial)
  public void write() throws Exception {
    EventPool pool = EventPool.of("fat");
    var kpl = RecordAggregator.kpl(1 << 19);
    var own = RecordAggregator.dense(1 << 19);
    for (int i = 0; i < EVENTS; i++) {
      kpl.add(pool.at(i));
      own.add(pool.at(i));
    }
    byte[] bytes = kpl.finish(AggregateIds.fresh(1, 0));
    aggregate = EventRecord.of("key", bytes);
    try (var compressor = Compressor.zstdWithChecksum(Compressor.DEFAULT_ZSTD_LEVEL)) {
      dense = EventRecord.of("key", compressor.compress(own.finish(AggregateIds.fresh(1, 0))));
      framedKpl = EventRecord.of("key", compressor.compress(bytes));
    }
  }

  /** Frees native memory. */
  @TearDown(Level.Trial)
  public void close() {
    reader.close();
  }

  /**
   * Opens zstd around a dense aggregate.
   *
   * @return the events
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public List<ReadResult> dense() {
    return reader.read(dense);
  }

  /**
   * Opens zstd around a KPL aggregate.
   *
   * @return the events
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public List<ReadResult> framedKpl() {
    return reader.read(framedKpl);
  }

  /**
   * Opens a KPL aggregate.
   *
   * @return the events
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public List<ReadResult> aggregate() {
    return reader.read(aggregate);
  }
}
