// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.engine.internal.QuietMetrics;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is made of, and how it works: decoder, processor, sinks, lanes, memory. The same
 * options run in a Lambda function and wherever else the engine does. Immutable; the parts are safe
 * for use by many threads.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public final class EngineOptions<I, O> {

  /** Most lanes of a batch. */
  public static final int MAX_LANES = 64;

  private static final int MEMORY_IDS = 50_000;

  private final RecordDecoder<I> decoder;
  private final Processor<I, O> processor;
  private final Sink<O> sink;
  private final Sink<DeadLetter> deadLetters;
  private final ReaderOptions reader;
  private final Duration deadlineMargin;
  private final EtlMetrics metrics;
  private final int lanes;
  private final UnknownFailures unknownFailures;
  private final Idempotency idempotency;
  private final Runnable afterBatch;

  private EngineOptions(Builder<I, O> builder, Sink<O> sink, Sink<DeadLetter> deadLetters) {
    this.sink = sink;
    this.deadLetters = deadLetters;
    decoder = builder.decoder;
    processor = builder.processor;
    reader = builder.reader;
    deadlineMargin = builder.deadlineMargin;
    metrics = builder.metrics;
    lanes = builder.lanes;
    unknownFailures = builder.unknownFailures;
    IdempotencyStore store = builder.idempotencyStore;
    idempotency =
        new Idempotency(lanes > 1 && store == null ? memory() : store, builder.rememberAll);
    afterBatch = builder.afterBatch;
  }

  /**
   * Starts with a decoder and a processor; both sinks are still needed.
   *
   * @param decoder decodes records
   * @param processor works on events
   * @param <I> the type of event that is decoded
   * @param <O> the type of item that is written
   * @return a builder
   */
  public static <I, O> Builder<I, O> builder(RecordDecoder<I> decoder, Processor<I, O> processor) {
    return new Builder<>(decoder, processor);
  }

  /**
   * What decodes records.
   *
   * @return the decoder
   */
  public RecordDecoder<I> decoder() {
    return decoder;
  }

  /**
   * What works on events.
   *
   * @return the processor
   */
  public Processor<I, O> processor() {
    return processor;
  }

  /**
   * Where results go.
   *
   * @return the sink
   */
  public Sink<O> sink() {
    return sink;
  }

  /**
   * Where the records go that can never succeed.
   *
   * @return the sink
   */
  public Sink<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /**
   * How entries are opened.
   *
   * @return the reader's options
   */
  public ReaderOptions reader() {
    return reader;
  }

  /**
   * How much of the time is kept for writing and answering.
   *
   * @return 0 to 15 minutes
   */
  public Duration deadlineMargin() {
    return deadlineMargin;
  }

  /**
   * Where figures are reported.
   *
   * @return the metrics
   */
  public EtlMetrics metrics() {
    return metrics;
  }

  /**
   * How many records are worked on side by side.
   *
   * @return 1 to {@value #MAX_LANES}
   */
  public int lanes() {
    return lanes;
  }

  /**
   * When a record is given up that fails for a reason unknown.
   *
   * @return the bounds
   */
  public UnknownFailures unknownFailures() {
    return unknownFailures;
  }

  /**
   * Who remembers what is done: with several lanes always somebody.
   *
   * @return the memory, or null if nobody remembers
   */
  public @Nullable IdempotencyStore idempotencyStore() {
    return idempotency.store();
  }

  /**
   * Whether every record that is done is remembered.
   *
   * @return or else only what will be delivered again
   */
  public boolean rememberAll() {
    return idempotency.rememberAll();
  }

  /**
   * What is done at the end of each batch.
   *
   * @return the hook
   */
  public Runnable afterBatch() {
    return afterBatch;
  }

  /** Says what is set, without what the parts hold. */
  @Override
  public String toString() {
    IdempotencyStore store = idempotency.store();
    return ("EngineOptions[decoder=%s, processor=%s, sink=%s, deadLetters=%s, reader=%s,"
            + " deadlineMargin=%s, lanes=%d, unknownFailures=%s, idempotency=%s, rememberAll=%s]")
        .formatted(
            nameOf(decoder),
            nameOf(processor),
            nameOf(sink),
            nameOf(deadLetters),
            reader,
            deadlineMargin,
            lanes,
            unknownFailures,
            store == null ? "none" : nameOf(store),
            idempotency.rememberAll());
  }

  private static String nameOf(Object part) {
    return part.getClass().getSimpleName();
  }

  /** Lanes run ahead of each other, so what is done beyond a failure must not be done twice. */
  private static IdempotencyStore memory() {
    return new MemoryIdempotencyStore(MEMORY_IDS, Duration.ofHours(1), InstantSource.system());
  }

  /** What is remembered, and by whom. */
  private record Idempotency(@Nullable IdempotencyStore store, boolean rememberAll) {}

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
    private ReaderOptions reader = ReaderOptions.DEFAULT;
    private Duration deadlineMargin = Duration.ofMillis(500);
    private EtlMetrics metrics = EtlMetrics.NONE;
    private int lanes = 1;
    private UnknownFailures unknownFailures = UnknownFailures.DEFAULT;
    private @Nullable IdempotencyStore idempotencyStore;
    private boolean rememberAll;
    private Runnable afterBatch = () -> {};

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
     * @param deadLetters the sink. A letter that it refuses for good is written once more in a form
     *     that fits everywhere: cut to its first {@value DeadLetter#CUT_BYTES} bytes; a sink that
     *     refuses that, too, is set up wrongly and blocks the shard rather than lose a record
     * @return this builder
     */
    public Builder<I, O> deadLetters(Sink<DeadLetter> deadLetters) {
      this.deadLetters = requireNonNull(deadLetters, "deadLetters");
      return this;
    }

    /**
     * Sets how entries are opened: limits, decryptor, claim store. By default {@link
     * ReaderOptions#DEFAULT}.
     *
     * @param reader the reader's options
     * @return this builder
     */
    public Builder<I, O> reader(ReaderOptions reader) {
      this.reader = requireNonNull(reader, "reader");
      return this;
    }

    /**
     * Sets how much of the time is kept for writing and answering: with less left, no further entry
     * is begun. By default 500 ms.
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
     * Sets where figures are reported; by default nowhere.
     *
     * @param metrics the metrics
     * @return this builder
     */
    public Builder<I, O> metrics(EtlMetrics metrics) {
      this.metrics = QuietMetrics.around(requireNonNull(metrics, "metrics"));
      return this;
    }

    /**
     * Sets how many records are worked on side by side, by default one; those of a partition key
     * stay in order. * More than one needs to remember what is done: in memory, unless {@link
     * #idempotency} says otherwise.
     *
     * @param lanes 1 for the calling thread alone, up to {@value EngineOptions#MAX_LANES}
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
     * Sets when a record is given up that fails for a reason unknown; by default {@link
     * UnknownFailures#DEFAULT}.
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
     * remembered. By default nobody remembers.
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
     * twice is done once; by default it is not. It costs the store a look-up and a write a record.
     *
     * @param rememberAll whether to
     * @return this builder
     */
    public Builder<I, O> rememberAll(boolean rememberAll) {
      this.rememberAll = rememberAll;
      return this;
    }

    /**
     * Sets what is done at the end of each batch, before Lambda freezes the process, say: metrics
     * that gather are flushed. By default nothing.
     *
     * @param hook is run on the calling thread, also when the batch fails
     * @return this builder
     */
    public Builder<I, O> afterBatch(Runnable hook) {
      this.afterBatch = requireNonNull(hook, "hook");
      return this;
    }

    /**
     * Completes the options.
     *
     * @return the options
     * @throws IllegalStateException if a sink is missing, or the parts do not go together
     */
    public EngineOptions<I, O> build() {
      Sink<O> results = sink;
      Sink<DeadLetter> letters = deadLetters;
      if (results == null || letters == null) {
        throw new IllegalStateException(
            "the engine needs a sink and a deadLetters sink; without them records would be lost");
      }
      if (rememberAll && lanes == 1 && idempotencyStore == null) {
        throw new IllegalStateException("rememberAll needs an idempotency store");
      }
      return new EngineOptions<>(this, results, letters);
    }
  }
}
