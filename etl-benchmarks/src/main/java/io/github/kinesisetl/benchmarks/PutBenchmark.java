// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.benchmarks.race.producer.Encoded;
import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a put costs, with all that follows it up to the sender's door: the aggregate, the frame, the
 * request. The claim: at most 16 bytes are allocated for an event, by all threads together (see
 * with {@code -prof gc}). The sender stores everything at once, so that no network is in the
 * figures; an operation is one event, and waits where compression cannot keep up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PutBenchmark {

  private static final List<OpenShard> SHARDS = halves();

  /** The events: {@code small}, {@code fat} or {@code web}. */
  @Param({"small", "fat"})
  public String data = "small";

  private @Nullable EventPool events;
  private EventProducer<EventRecord> producer = open();
  private long number;

  /**
   * Opens a producer.
   *
   * @throws IOException never, for generated events
   */
  @Setup(Level.Trial)
  public void start() throws IOException {
    events = EventPool.of(data);
  }

  /**
   * Sends what is left.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  @TearDown(Level.Iteration)
  public void flush() throws InterruptedException {
    if (producer.flush(Duration.ofMinutes(1)) > 0) {
      throw new IllegalStateException("events are missing");
    }
  }

  /** Stops the threads. */
  @TearDown(Level.Trial)
  public void close() {
    producer.close();
  }

  /** One event, of whose fate nobody hears. */
  @Benchmark
  public void put() {
    producer.put(requireNonNull(events).at(number++), PutCallback.NONE);
  }

  private static EventProducer<EventRecord> open() {
    return EventProducer.builder(new Encoded(), EventRecord::partitionKey)
        .to(PutBenchmark::store, () -> SHARDS)
        .open();
  }

  private static List<EntryResult> store(List<Entry> entries) {
    return entries.stream()
        .<EntryResult>map(entry -> {
          HashKey hash = entry.explicitHashKey();
          return new Stored(hash == null || hash.high() >= 0 ? "0" : "1", "1");
        })
        .toList();
  }

  private static List<OpenShard> halves() {
    return List.of(
        new OpenShard("0", new HashKeyRange(HashKey.MIN, new HashKey(Long.MAX_VALUE, -1))),
        new OpenShard("1", new HashKeyRange(new HashKey(Long.MIN_VALUE, 0), HashKey.MAX)));
  }
}
