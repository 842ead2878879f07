// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The event source mapping for a full shard, and why.
 *
 * <p>The batch is the smallest of what the mapping allows (10,000), what 6 MiB of JSON with base64
 * hold, what half of the timeout allows and what memory holds.
 *
 * @param batchSize BatchSize; 0 if an entry of this size can never be delivered or processed
 * @param bound what keeps the batch from being larger
 * @param concurrency how many batches of a shard must run at once; above what {@code lanes} allows
 *     the stream needs more shards
 * @param lanes how many batches of a shard can run at once: 10, or 1 for entries of several
 *     records, which share one partition key, so that a ParallelizationFactor does nothing for them
 * @param pace times and load
 * @param sentences what binds, how much headroom is left, what to do next; for people
 * @since 0.1.0
 */
public record LambdaBatchPlan(
    int batchSize, Bound bound, int concurrency, int lanes, Pace pace, List<String> sentences) {
  /** The most records a batch may have, and the most batches of a shard that may run at once. */
  public static final int MAX_BATCH_SIZE = 10_000;

  /** The highest ParallelizationFactor. */
  public static final int MAX_PARALLELIZATION = 10;

  private static final long PAYLOAD_BYTES = 6 * 1_048_576 - 13;
  private static final double SHARE_OF_TIMEOUT = 0.5;
  private static final double LONGEST_WINDOW_SECONDS = 300;

  /** Copies the sentences. */
  public LambdaBatchPlan {
    Checks.between("batchSize", batchSize, 0, MAX_BATCH_SIZE);
    Checks.between("concurrency", concurrency, 0, Integer.MAX_VALUE);
    Checks.between("lanes", lanes, 1, MAX_PARALLELIZATION);
    sentences = List.copyOf(sentences);
  }

  /** What keeps a batch from being larger. */
  public enum Bound {
    /** The mapping allows 10,000. */
    MAPPING("the mapping's 10,000"),
    /** An invocation's payload is 6 MiB. */
    PAYLOAD("the 6 MiB payload with base64"),
    /** Half of the function's timeout. */
    TIME("half of the timeout"),
    /** The function's memory. */
    MEMORY("memory");

    private final String words;

    Bound(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Times and load.
   *
   * @param batchTime how long a full batch takes
   * @param window MaximumBatchingWindowInSeconds: how long to wait for a batch to fill, in whole
   *     seconds, at most 300
   * @param utilization how much of all lanes a full shard uses; above 1 it falls behind
   */
  public record Pace(Duration batchTime, Duration window, double utilization) {}

  /**
   * Plans.
   *
   * @param load what comes and what there is to work with
   * @return the plan
   */
  public static LambdaBatchPlan of(LambdaLoad load) {
    double batch = MAX_BATCH_SIZE;
    Bound bound = Bound.MAPPING;
    for (Bound other : Bound.values()) {
      double limit = limit(other, load);
      if (limit < batch) {
        batch = limit;
        bound = other;
      }
    }
    int lanes = load.recordsPerEntry() > 1 ? 1 : MAX_PARALLELIZATION;
    int size = (int) Math.max(0, Math.floor(batch));
    if (size == 0) {
      var pace = new Pace(Duration.ZERO, Duration.ZERO, 0);
      return new LambdaBatchPlan(0, bound, 0, lanes, pace, List.of(undeliverable(bound)));
    }
    double rate = Math.min(1000, 1_048_576.0 / Math.max(1, load.dataBytes()));
    double seconds = load.fixedSeconds() + size * load.secondsPerEntry();
    int concurrency = (int) Math.ceil(rate * seconds / size);
    double fill = size * (double) Math.min(concurrency, lanes) / rate;
    double window = Math.min(load.latencySeconds() - seconds, fill);
    window = Math.floor(Math.max(0, Math.min(window, LONGEST_WINDOW_SECONDS)));
    double use = rate * seconds / size / lanes;
    var pace = new Pace(duration(seconds), duration(window), use);
    var first = new LambdaBatchPlan(size, bound, concurrency, lanes, pace, List.of());
    return new LambdaBatchPlan(size, bound, concurrency, lanes, pace, first.say());
  }

  private static double limit(Bound bound, LambdaLoad load) {
    if (bound == Bound.PAYLOAD) {
      return Math.floor((double) PAYLOAD_BYTES / load.payloadBytesPerEntry());
    }
    if (bound == Bound.TIME) {
      double seconds = SHARE_OF_TIMEOUT * load.timeoutSeconds() - load.fixedSeconds();
      return Math.floor(seconds / load.secondsPerEntry());
    }
    if (bound == Bound.MEMORY) {
      return Math.floor(load.freeMemoryBytes() / load.memoryBytesPerEntry());
    }
    return MAX_BATCH_SIZE;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static String undeliverable(Bound bound) {
    if (bound == Bound.PAYLOAD) {
      return "Not one entry of this size fits into 6 MiB with base64: Lambda can never receive it."
          + " Write smaller entries.";
    }
    if (bound == Bound.TIME) {
      return "Not one entry is done in half of the timeout. Next step: a longer timeout, or smaller"
          + " entries.";
    }
    return "Not one entry fits into memory. Next step: more memory.";
  }

  /**
   * How many times more shards are needed so that so many batches at once suffice as can run.
   *
   * @return 1 if these shards suffice
   */
  public int shardFactor() {
    return Math.max(1, (int) (((long) concurrency + lanes - 1) / lanes));
  }

  private List<String> say() {
    var say = new ArrayList<String>();
    say.add("BatchSize %d: %s binds.".formatted(batchSize, bound));
    say.add(
        String.format(
            Locale.ROOT,
            "A full batch takes %.3f s; a full shard uses %.1f %% of %s.",
            pace.batchTime().toNanos() / 1e9,
            100 * pace.utilization(),
            lanes == 1 ? "one batch at a time" : "ten batches at once"));
    say.add(nextStep());
    return say;
  }

  private String nextStep() {
    if (lanes == 1 && concurrency > 1) {
      return ("Next step: a full shard needs %d batches at once, but entries of several records share"
              + " one partition key, so a ParallelizationFactor does nothing; let the function work"
              + " in lanes, or use %d times the shards.")
          .formatted(concurrency, shardFactor());
    }
    if (concurrency > lanes) {
      return ("Next step: a full shard needs %d batches at once, but 10 is the most; use %d times the"
              + " shards, or less time a record.")
          .formatted(concurrency, shardFactor());
    }
    return "Next step: set ParallelizationFactor %d and a window of %d s."
        .formatted(concurrency, pace.window().toSeconds());
  }
}
