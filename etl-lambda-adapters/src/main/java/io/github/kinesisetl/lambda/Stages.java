// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.pipeline.Sink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is made of: decoder, processor, sinks. Immutable; its parts are safe for use by
 * many threads.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public final class Stages<I, O> {

  private final RecordDecoder<I> decoder;
  private final Processor<I, O> processor;
  private final Sink<O> sink;
  private final Sink<DeadLetter> deadLetters;
  private final ReaderLimits readerLimits;
  private final Duration deadlineMargin;
  private final EtlMetrics metrics;

  private Stages(Builder<I, O> builder, Sink<O> sink, Sink<DeadLetter> deadLetters) {
    decoder = builder.decoder;
    processor = builder.processor;
    this.sink = sink;
    this.deadLetters = deadLetters;
    readerLimits = builder.readerLimits;
    deadlineMargin = builder.deadlineMargin;
    metrics = builder.metrics;
  }

  /**
   * Starts with a decoder and a processor; both sinks are still needed. Defaults: the reader's
   * default limits, a deadline margin of 500 ms, no metrics.
   *
   * @param decoder decodes records
   * @param processor works on events
   * @param <I> the type of event that is decoded
   * @param <O> the type of item that is written
   * @return a builder
   */
  public static <I, O> Builder<I, O> of(RecordDecoder<I> decoder, Processor<I, O> processor) {
    return new Builder<>(decoder, processor);
  }

  RecordDecoder<I> decoder() {
    return decoder;
  }

  Processor<I, O> processor() {
    return processor;
  }

  Sink<O> sink() {
    return sink;
  }

  Sink<DeadLetter> deadLetters() {
    return deadLetters;
  }

  ReaderLimits readerLimits() {
    return readerLimits;
  }

  Duration deadlineMargin() {
    return deadlineMargin;
  }

  EtlMetrics metrics() {
    return metrics;
  }

  /**
   * Collects the parts. Not safe for use by many threads.
   *
   * @param <I> the type of event that is decoded
   * @param <O> the type of item that is written
   */
  public static final class Builder<I, O> {
    private final RecordDecoder<I> decoder;
    private final Processor<I, O> processor;
    private @Nullable Sink<O> sink;
    private @Nullable Sink<DeadLetter> deadLetters;
    private ReaderLimits readerLimits = ReaderLimits.DEFAULT;
    private Duration deadlineMargin = Duration.ofMillis(500);
    private EtlMetrics metrics = EtlMetrics.NONE;

    private Builder(RecordDecoder<I> decoder, Processor<I, O> processor) {
      this.decoder = requireNonNull(decoder, "decoder");
      this.processor = requireNonNull(processor, "processor");
    }

    /**
     * Sets where the results go.
     *
     * @param sink the sink
     * @return this builder
     */
    public Builder<I, O> sink(Sink<O> sink) {
      this.sink = requireNonNull(sink, "sink");
      return this;
    }

    /**
     * Sets where the records go that can never succeed.
     *
     * @param deadLetters the sink; it must take records of any size, since what it refuses blocks
     *     the shard rather than be lost
     * @return this builder
     */
    public Builder<I, O> deadLetters(Sink<DeadLetter> deadLetters) {
      this.deadLetters = requireNonNull(deadLetters, "deadLetters");
      return this;
    }

    /**
     * Sets how much one entry may hold.
     *
     * @param readerLimits the limits
     * @return this builder
     */
    public Builder<I, O> readerLimits(ReaderLimits readerLimits) {
      this.readerLimits = requireNonNull(readerLimits, "readerLimits");
      return this;
    }

    /**
     * Sets how much of the function's time is kept for writing and answering: with less left, no
     * further entry is begun.
     *
     * @param deadlineMargin 0 to 15 minutes
     * @return this builder
     */
    public Builder<I, O> deadlineMargin(Duration deadlineMargin) {
      if (deadlineMargin.isNegative() || deadlineMargin.compareTo(Duration.ofMinutes(15)) > 0) {
        throw new IllegalArgumentException(
            "deadlineMargin must be 0 to PT15M, but is " + deadlineMargin);
      }
      this.deadlineMargin = deadlineMargin;
      return this;
    }

    /**
     * Sets where figures are reported.
     *
     * @param metrics the metrics
     * @return this builder
     */
    public Builder<I, O> metrics(EtlMetrics metrics) {
      this.metrics = requireNonNull(metrics, "metrics");
      return this;
    }

    /**
     * Completes the stages.
     *
     * @return the stages
     * @throws IllegalStateException if a sink is missing
     */
    public Stages<I, O> build() {
      if (sink == null || deadLetters == null) {
        throw new IllegalStateException(
            "stages need a sink and a deadLetters sink; without them records would be lost");
      }
      return new Stages<>(this, sink, deadLetters);
    }
  }
}
