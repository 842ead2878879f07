// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.Destination;
import io.github.kinesisetl.producer.internal.Patience;
import io.github.kinesisetl.producer.internal.StreamFacts;
import io.github.kinesisetl.producer.internal.StreamPlan;
import io.github.kinesisetl.producer.internal.delivery.DeliveryEngine;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.internal.encoding.RecordForm;
import io.github.kinesisetl.producer.internal.encoding.Scratch;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.time.Duration;
import java.util.function.Function;

/**
 * The producer: makes records of events on the threads that put, and has an engine deliver them.
 */
final class BatchingProducer<T> implements EventProducer<T> {

  private final Codec<T> codec;
  private final Function<T, String> partitionKey;
  private final Duration closeTimeout;
  private final StreamFacts facts;
  private final RecordForm form;
  private final DeliveryEngine engine;
  private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

  BatchingProducer(EventProducerBuilder<T> builder, RecordSender sender, ShardDirectory directory) {
    ProducerOptions options = builder.options();
    codec = builder.codec();
    partitionKey = builder.partitionKey();
    closeTimeout = options.delivery().closeTimeout();
    Retry retry = options.delivery().retry();
    var patience = new Patience(retry.openTimeout(), retry.initialBackoff(), builder.ticker());
    StreamPlan plan = patience.ask(() -> StreamPlan.of(options, directory));
    facts = new StreamFacts(options, plan, directory, builder.ticker());
    Encoder.requireWhatItNeeds(options.encoding());
    form = new RecordForm(options.encoding(), options.protection(), facts::maxRecordBytes);
    engine =
        patience.ask(() ->
            new DeliveryEngine(
                options,
                new Destination(facts, plan.shards(directory), sender, directory),
                builder.ticker()));
    engine.closeAlong(form::close);
  }

  @Override
  public void put(T event, PutCallback callback) {
    requireNonNull(callback, "callback");
    if (engine.isClosed()) {
      throw new IllegalStateException("the producer is closed");
    }
    engine.awaitRecovery();
    Scratch scratch = scratches.get();
    int eventBytes = encode(event, scratch);
    if (form.shape(scratch)) {
      engine.put(scratch, callback);
    } else {
      engine.counters().put(eventBytes);
      engine.counters().rejected(1);
      callback.settled(tooLarge(eventBytes));
    }
  }

  @Override
  public long flush(Duration timeout) throws InterruptedException {
    return engine.flush(timeout);
  }

  @Override
  public ProducerMetrics metrics() {
    return engine.counters().snapshot(engine.bufferedBytes());
  }

  @Override
  public void close() {
    long unused = close(closeTimeout);
  }

  @Override
  public long close(Duration timeout) {
    return engine.close(timeout);
  }

  private int encode(T event, Scratch scratch) {
    scratch.data().clear();
    try {
      codec.encode(event, scratch.data());
      scratch.key(partitionKey.apply(event));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) { // the border to users' code
      throw new IllegalArgumentException(
          "the event cannot be put: its codec or key threw " + e.getClass().getName(), e);
    }
    return scratch.data().sizeBytes();
  }

  private Rejected tooLarge(int eventBytes) {
    return new Rejected(
        Rejected.RECORD_TOO_LARGE,
        "the stream takes records of at most %d bytes, but the event has %d"
            .formatted(facts.maxRecordBytes(), eventBytes),
        0,
        FailureKind.ITEM_REFUSED);
  }
}
