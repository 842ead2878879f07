// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a producer. Not safe for use by many threads.
 *
 * @param <T> the type of event
 */
public final class EventProducerBuilder<T> {

  private final Codec<T> codec;
  private final Function<T, String> partitionKey;
  private ProducerOptions options = ProducerOptions.builder().build();
  private @Nullable RecordSender sender;
  private @Nullable ShardDirectory directory;
  private Ticker ticker = Ticker.SYSTEM;

  EventProducerBuilder(Codec<T> codec, Function<T, String> partitionKey) {
    this.codec = requireNonNull(codec, "codec");
    this.partitionKey = requireNonNull(partitionKey, "partitionKey");
  }

  /**
   * Sets the stream, by an AWS client.
   *
   * @param stream the stream; it stays open when the producer closes
   * @return this builder
   */
  public EventProducerBuilder<T> to(KinesisStream stream) {
    return to(stream, stream);
  }

  /**
   * Sets the stream, by its seams.
   *
   * @param recordSender where entries go
   * @param shardDirectory which shards there are
   * @return this builder
   */
  public EventProducerBuilder<T> to(RecordSender recordSender, ShardDirectory shardDirectory) {
    sender = requireNonNull(recordSender, "recordSender");
    directory = requireNonNull(shardDirectory, "shardDirectory");
    return this;
  }

  /**
   * Sets how the producer behaves.
   *
   * @param producerOptions the options
   * @return this builder
   */
  public EventProducerBuilder<T> options(ProducerOptions producerOptions) {
    options = requireNonNull(producerOptions, "producerOptions");
    return this;
  }

  /**
   * Opens the producer: asks for the stream's shards and starts its threads. A stream that is
   * throttled or does not answer is asked again for up to {@link
   * ProducerOptionsBuilder#openTimeout}.
   *
   * @return the producer; close it
   * @throws IllegalStateException if no stream was set, it does not exist, denies access or does
   *     not answer, or zstd cannot be loaded where the mode needs it; the message tells what to do
   */
  public EventProducer<T> open() {
    if (sender == null || directory == null) {
      throw new IllegalStateException("a producer needs a stream; call to(...) first");
    }
    return new BatchingProducer<>(this, sender, directory);
  }

  /** Sets the time that the producer goes by: the machine's own, unless a test moves another. */
  EventProducerBuilder<T> ticker(Ticker newTicker) {
    ticker = newTicker;
    return this;
  }

  Codec<T> codec() {
    return codec;
  }

  Function<T, String> partitionKey() {
    return partitionKey;
  }

  ProducerOptions options() {
    return options;
  }

  Ticker ticker() {
    return ticker;
  }
}
