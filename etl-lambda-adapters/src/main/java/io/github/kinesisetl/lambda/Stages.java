// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.Decryptor;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.lambda.idempotency.IdempotencyStore;
import io.github.kinesisetl.lambda.idempotency.MemoryIdempotencyStore;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is made of: decoder, processor, sinks. Immutable; its parts are safe for use by
 * many threads.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public final class Stages<I, O> {

  /** Most lanes of a batch. */
  public static final int MAX_LANES = 64;

  private static final int MEMORY_IDS = 50_000;

  private final RecordDecoder<I> decoder;
  private final Processor<I, O> processor;
  private final Sink<O> sink;
  private final Sink<DeadLetter> deadLetters;
  private final ReaderLimits readerLimits;
  private final @Nullable Decryptor decryptor;
  private final @Nullable ClaimStore claims;
  private final Duration deadlineMargin;
  private final EtlMetrics metrics;
  private final int lanes;
  private final UnknownFailures unknownFailures;
  private final @Nullable IdempotencyStore idempotencyStore;
  private final boolean remembersAll;
  private final @Nullable TumblingWindow<I, O> window;
  private final Runnable afterInvocation;

  private Stages(Builder<I, O> builder, Sink<O> sink, Sink<DeadLetter> deadLetters) {
    decoder = builder.decoder;
    processor = builder.processor;
    this.sink = sink;
    this.deadLetters = deadLetters;
    readerLimits = builder.readerLimits;
    decryptor = builder.decryptor;
    claims = builder.claims;
    deadlineMargin = builder.deadlineMargin;
    metrics = builder.metrics;
    lanes = builder.lanes;
    unknownFailures = builder.unknownFailures;
    boolean needsMemory = lanes > 1 && builder.idempotencyStore == null;
    idempotencyStore = needsMemory ? memory() : builder.idempotencyStore;
    remembersAll = builder.remembersAll;
    window = builder.window;
    afterInvocation = builder.afterInvocation;
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

  /** A reader of what these stages get; whoever asks closes it. */
  RecordReader newReader() {
    RecordReader.Builder reader = RecordReader.builder().limits(readerLimits);
    if (decryptor != null) {
      reader.decryptor(decryptor);
    }
    if (claims != null) {
      reader.claims(claims);
    }
    return reader.build();
  }

  Duration deadlineMargin() {
    return deadlineMargin;
  }

  EtlMetrics metrics() {
    return metrics;
  }

  int lanes() {
    return lanes;
  }

  UnknownFailures unknownFailures() {
    return unknownFailures;
  }

  @Nullable IdempotencyStore idempotencyStore() {
    return idempotencyStore;
  }

  boolean remembersAll() {
    return remembersAll;
  }

  @Nullable TumblingWindow<I, O> window() {
    return window;
  }

  Runnable afterInvocation() {
    return afterInvocation;
  }

  /** Lanes run ahead of each other, so what is done beyond a failure must not be done twice. */
  private static IdempotencyStore memory() {
    return new MemoryIdempotencyStore(MEMORY_IDS, Duration.ofHours(1), InstantSource.system());
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
    private @Nullable Decryptor decryptor;
    private @Nullable ClaimStore claims;
    private Duration deadlineMargin = Duration.ofMillis(500);
    private EtlMetrics metrics = EtlMetrics.NONE;
    private int lanes = 1;
    private UnknownFailures unknownFailures = UnknownFailures.DEFAULT;
    private @Nullable IdempotencyStore idempotencyStore;
    private boolean remembersAll;
    private @Nullable TumblingWindow<I, O> window;
    private Runnable afterInvocation = () -> {};

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
     * Sets what opens encrypted frames; without it they are dead letters.
     *
     * @param decryptor the decryptor
     * @return this builder
     */
    public Builder<I, O> decryptor(Decryptor decryptor) {
      this.decryptor = requireNonNull(decryptor, "decryptor");
      return this;
    }

    /**
     * Sets where claim checks are redeemed; without it they are dead letters.
     *
     * @param claims the store
     * @return this builder
     */
    public Builder<I, O> claims(ClaimStore claims) {
      this.claims = requireNonNull(claims, "claims");
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
     * Sets how many records are worked on side by side; those of a partition key stay in order.
     * More than one needs to remember what is done: in memory, unless {@link #idempotency} says
     * otherwise.
     *
     * @param lanes 1 for the calling thread alone, up to {@value Stages#MAX_LANES}
     * @return this builder
     */
    public Builder<I, O> lanes(int lanes) {
      if (lanes < 1 || lanes > MAX_LANES) {
        throw new IllegalArgumentException("lanes must be 1 to 64, but is " + lanes);
      }
      this.lanes = lanes;
      return this;
    }

    /**
     * Sets when a record is given up that fails for a reason unknown.
     *
     * @param unknownFailures the bounds
     * @return this builder
     */
    public Builder<I, O> unknownFailures(UnknownFailures unknownFailures) {
      this.unknownFailures = requireNonNull(unknownFailures, "unknownFailures");
      return this;
    }

    /**
     * Sets who remembers what is done, so that after a failure the records of other keys, and of
     * the same aggregate, are neither held up nor done twice. Only what will be delivered again is
     * remembered.
     *
     * @param store the memory
     * @return this builder
     */
    public Builder<I, O> idempotency(IdempotencyStore store) {
      this.idempotencyStore = requireNonNull(store, "store");
      return this;
    }

    /**
     * Sets whether every record that is done is remembered, so that an event that its producer sent
     * twice is done once. It costs the store a look-up and a write a record.
     *
     * @param remembersAll whether to
     * @return this builder
     */
    public Builder<I, O> rememberAll(boolean remembersAll) {
      this.remembersAll = remembersAll;
      return this;
    }

    /**
     * Sets what the events of a tumbling window come to. Without, a window's state is passed on as
     * it is.
     *
     * @param window the window's fold
     * @return this builder
     */
    public Builder<I, O> window(TumblingWindow<I, O> window) {
      this.window = requireNonNull(window, "window");
      return this;
    }

    /**
     * Sets what is done at the end of each invocation, before Lambda freezes the process: metrics
     * that gather are flushed, say.
     *
     * @param hook is run on the calling thread, also when the invocation fails
     * @return this builder
     */
    public Builder<I, O> afterInvocation(Runnable hook) {
      this.afterInvocation = requireNonNull(hook, "hook");
      return this;
    }

    /**
     * Completes the stages.
     *
     * @return the stages
     * @throws IllegalStateException if a sink is missing, or the parts do not go together
     */
    public Stages<I, O> build() {
      if (sink == null || deadLetters == null) {
        throw new IllegalStateException(
            "stages need a sink and a deadLetters sink; without them records would be lost");
      }
      if (window != null && (lanes > 1 || idempotencyStore != null)) {
        throw new IllegalStateException(
            "a window folds its events in order, so it takes neither lanes nor an idempotency store");
      }
      if (remembersAll && lanes == 1 && idempotencyStore == null) {
        throw new IllegalStateException("rememberAll needs an idempotency store");
      }
      return new Stages<>(this, sink, deadLetters);
    }
  }
}
