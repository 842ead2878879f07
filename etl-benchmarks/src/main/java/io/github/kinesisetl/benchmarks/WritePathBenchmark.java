// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.benchmarks.guard.Planted;
import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.ArrayList;
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
 * What one event costs from its JSON tree to its share of a sealed entry. The claim: aggregating
 * and compressing allocate nothing for an event beyond the entry's bytes (see with {@code -prof
 * gc}). An invocation makes one entry of some 256 KB; an operation is one event.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WritePathBenchmark {

  private static final int EVENTS = 300;

  private final JsonCodec<ObjectNode> codec = JsonCodec.tree();
  private final Compressor compressor = Compressor.zstdWithChecksum(Compressor.DEFAULT_ZSTD_LEVEL);
  private final RecordAggregator aggregator = RecordAggregator.dense(1 << 19);
  private final RecordAggregator kpl = RecordAggregator.kpl(1 << 19);
  private final RecordBuffer frame = new RecordBuffer(1 << 19);
  private byte[] aggregate = {};
  private final RecordBuffer encoded = new RecordBuffer(1 << 12);
  private final List<EventRecord> records = new ArrayList<>();
  private final List<ObjectNode> trees = new ArrayList<>();

  /**
   * Decodes the events.
   *
   * @throws Exception never, for generated events
   */
  @Setup(Level.Trial)
  public void decode() throws Exception {
    EventPool pool = EventPool.of("fat");
    for (int i = 0; i < EVENTS; i++) {
      records.add(pool.at(i));
      trees.add(codec.decode(pool.at(i)));
    }
    records.forEach(aggregator::add);
    aggregate = aggregator.finish(AggregateIds.fresh(1, 0));
  }

  /** Frees native memory. */
  @TearDown(Level.Trial)
  public void close() {
    compressor.close();
  }

  /**
   * JSON alone.
   *
   * @return the encoded events' size
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int encode() {
    int bytes = 0;
    for (ObjectNode tree : trees) {
      encoded.clear();
      codec.encode(tree, encoded);
      bytes += encoded.sizeBytes();
    }
    return bytes;
  }

  /**
   * From encoded events to a dense aggregate, keys hashed.
   *
   * @return the aggregate's size
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int aggregate() {
    aggregator.clear();
    int planted = 0;
    for (EventRecord record : records) {
      int unused = aggregator.add(record);
      planted += Planted.work(record.array());
    }
    return planted + aggregator.complete(AggregateIds.fresh(1, 0)).sizeBytes();
  }

  /**
   * From encoded events to a KPL aggregate, keys hashed and MD5 included.
   *
   * @return the aggregate's size
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int kplAggregate() {
    kpl.clear();
    records.forEach(kpl::add);
    return kpl.complete(AggregateIds.fresh(1, 0)).sizeBytes();
  }

  /**
   * From an aggregate to its frame.
   *
   * @return the frame's size
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int compress() {
    frame.clear();
    compressor.compress(aggregate, 0, aggregate.length, frame);
    return frame.sizeBytes();
  }
}
