// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.ReaderOptions;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.engine.internal.QuietMetrics;
import java.util.Map;
import java.util.function.Function;

/**
 * What a transformation for Firehose is made of. Immutable; the parts are safe for use by many
 * threads.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of event that is written
 */
public final class FirehoseOptions<I, O> {

  private final RecordDecoder<I> decoder;
  private final Processor<I, O> processor;
  private final Codec<O> codec;
  private final Function<O, Map<String, String>> partitionKeys;
  private final ReaderOptions reader;
  private final EtlMetrics metrics;

  private FirehoseOptions(Builder<I, O> builder) {
    decoder = builder.decoder;
    processor = builder.processor;
    codec = builder.codec;
    partitionKeys = builder.partitionKeys;
    reader = builder.reader;
    metrics = builder.metrics;
  }

  /**
   * Starts with what each transformation needs.
   *
   * @param decoder decodes records
   * @param processor works on events
   * @param codec writes an event as one line
   * @param <I> the type of event that is decoded
   * @param <O> the type of event that is written
   * @return a builder
   */
  public static <I, O> Builder<I, O> builder(
      RecordDecoder<I> decoder, Processor<I, O> processor, Codec<O> codec) {
    return new Builder<>(decoder, processor, codec);
  }

  RecordDecoder<I> decoder() {
    return decoder;
  }

  Processor<I, O> processor() {
    return processor;
  }

  Codec<O> codec() {
    return codec;
  }

  Function<O, Map<String, String>> partitionKeys() {
    return partitionKeys;
  }

  ReaderOptions reader() {
    return reader;
  }

  EtlMetrics metrics() {
    return metrics;
  }

  /**
   * Collects the parts. Not safe for use by many threads.
   *
   * @param <I> the type of event that is decoded
   * @param <O> the type of event that is written
   */
  public static final class Builder<I, O> {
    private final RecordDecoder<I> decoder;
    private final Processor<I, O> processor;
    private final Codec<O> codec;
    private Function<O, Map<String, String>> partitionKeys = event -> Map.of();
    private ReaderOptions reader = ReaderOptions.DEFAULT;
    private EtlMetrics metrics = EtlMetrics.NONE;

    private Builder(RecordDecoder<I> decoder, Processor<I, O> processor, Codec<O> codec) {
      this.decoder = requireNonNull(decoder, "decoder");
      this.processor = requireNonNull(processor, "processor");
      this.codec = requireNonNull(codec, "codec");
    }

    /**
     * Sets an event's keys for dynamic partitioning; by default it has none.
     *
     * @param partitionKeys gives the keys, by name
     * @return this builder
     */
    public Builder<I, O> partitionKeys(Function<O, Map<String, String>> partitionKeys) {
      this.partitionKeys = requireNonNull(partitionKeys, "partitionKeys");
      return this;
    }

    /**
     * Sets how records are opened: limits, decryptor, claim store. By default {@link
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
     * Completes the options.
     *
     * @return the options
     */
    public FirehoseOptions<I, O> build() {
      return new FirehoseOptions<>(this);
    }
  }
}
