// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.detect.AnomalyDetector;
import io.github.kinesisetl.core.detect.Score;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.enrich.EnrichmentGraph;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event of the real web log costs in the stages behind the reader, one by one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StageBenchmark {

  private static final int EVENTS = 1_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final JsonCodec<ObjectNode> codec = JsonCodec.tree();
  private final AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
  private final EnrichmentGraph graph =
      EnrichmentGraph.builder()
          .step("referrer", Enrichers.referrer("referrer", "source", Set.of("example.com")))
          .step("campaign", Enrichers.campaign("path", "campaign"))
          .step("ip", Enrichers.anonymizedIp())
          .build();
  private final List<ObjectNode> trees = new ArrayList<>();
  private @Nullable EventPool events;
  private int number;
  private long minute;

  /**
   * Reads the log.
   *
   * @throws Exception if it is not there
   */
  @Setup(Level.Trial)
  public void load() throws Exception {
    EventPool web = EventPool.of("web");
    events = web;
    for (int i = 0; i < EVENTS; i++) {
      trees.add(codec.decode(web.at(i)));
    }
  }

  /**
   * From bytes to a tree.
   *
   * @return the tree
   * @throws Exception never, for events of ours
   */
  @Benchmark
  public ObjectNode decode() throws Exception {
    return codec.decode(requireNonNull(events).at(number++));
  }

  /**
   * Three enrichers that need no look-up. An event is enriched again and again, which leaves it as
   * it is.
   *
   * @return the enriched event
   */
  @Benchmark
  public ProcessingResult<ObjectNode> enrich() {
    number = (number + 1) % EVENTS;
    return graph.process(trees.get(number));
  }

  /**
   * One point of a series with a day in it.
   *
   * @return the verdict
   */
  @Benchmark
  public Score score() {
    minute++;
    double value = 100 + 50 * Math.sin(minute * 2 * Math.PI / 1_440) + minute * 0x9e37L % 17;
    return detector.score(START.plusSeconds(60 * minute), value);
  }
}
