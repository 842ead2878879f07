// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.codec.Codec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Puts events on one stream. Safe for use by many threads; open one and share it.
 *
 * <p>Events are encoded at once, gathered for the shard they will go to, compressed together and
 * sent; only failed entries are sent again. Events of one partition key that one thread puts reach
 * the stream in that order, unless the mode or the options say otherwise. Delivery is at least
 * once: after a lost answer an event may be stored twice, with the same {@link
 * io.github.kinesisetl.core.record.EventId}.
 *
 * <p>The threads of a producer are daemons: a program that ends without {@link #close()} loses what
 * still lingers, unless the producer is durable.
 *
 * @param <T> the type of event
 */
public interface EventProducer<T> extends AutoCloseable {

  /**
   * Starts a producer.
   *
   * @param codec encodes the events
   * @param partitionKey gives each event its partition key, 1 to 256 characters
   * @param <T> the type of event
   * @return a builder that still needs a stream
   */
  static <T> EventProducerBuilder<T> builder(Codec<T> codec, Function<T, String> partitionKey) {
    return new EventProducerBuilder<>(codec, partitionKey);
  }

  /**
   * Takes an event and tells its fate to a callback: the form that allocates nothing for an event.
   *
   * @param event the event; it is encoded before this returns and may change afterwards
   * @param callback hears of its fate
   * @throws IllegalArgumentException if the event cannot be encoded or has no valid partition key
   * @throws BufferFullException if there was no room within {@link
   *     ProducerOptionsBuilder#maxBlock}, in memory or in the log of a durable producer; nothing
   *     was taken
   * @throws java.io.UncheckedIOException if the disk of a durable producer is full, and nothing was
   *     taken; or, with {@code spoolFsync}, if the disk itself fails or the thread is interrupted
   *     while it waits for that: then the event was taken and its fate will be told, but it may not
   *     outlive the machine
   * @throws IllegalStateException after {@link #close()}
   */
  void put(T event, PutCallback callback);

  /**
   * Takes an event.
   *
   * @param event the event; it is encoded before this returns and may change afterwards
   * @return its fate to come; completed on a thread of the producer, never exceptionally
   * @throws IllegalArgumentException if the event cannot be encoded or has no valid partition key
   * @throws BufferFullException if there was no room within {@link
   *     ProducerOptionsBuilder#maxBlock}, in memory or in the log of a durable producer; nothing
   *     was taken
   * @throws java.io.UncheckedIOException if the disk of a durable producer is full, and nothing was
   *     taken; or, with {@code spoolFsync}, if the disk itself fails or the thread is interrupted
   *     while it waits for that: then the event was taken and its fate will be told, but it may not
   *     outlive the machine
   * @throws IllegalStateException after {@link #close()}
   */
  default CompletableFuture<PutResult> put(T event) {
    var future = new CompletableFuture<PutResult>();
    put(event, future::complete);
    return future;
  }

  /**
   * Sends what is gathered without waiting for its linger, and waits until the fate of all events
   * that were put before is known and told. On a thread of the producer, as in a callback, it waits
   * for nothing.
   *
   * @param timeout longest wait; any duration, however long
   * @return how many of these events are still on their way; 0 if none is
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  long flush(Duration timeout) throws InterruptedException;

  /**
   * What was done so far.
   *
   * @return a snapshot
   */
  ProducerMetrics metrics();

  /**
   * Closes as {@link #close()} does, within another time.
   *
   * @param timeout longest wait for events on their way; any duration, however long
   * @return how many events were not stored in time; 0 if the producer was closed before, or is
   *     being closed by another thread, for which this waits
   * @throws IllegalStateException on a thread of the producer, as in a callback
   */
  long close(Duration timeout);

  /**
   * Takes no more events, flushes for up to {@link ProducerOptionsBuilder#closeTimeout}, rejects
   * what is left with {@link PutResult.Rejected#PRODUCER_CLOSED}, and stops all threads. The log of
   * a durable producer keeps what is left for the next one. Closing again does nothing.
   */
  @Override
  void close();
}
