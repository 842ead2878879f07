// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.encoding.Encoder;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the entries of queued batches made by threads of its own. Safe for use by many threads. */
final class EntryMaker {

  private static final Logger log = LoggerFactory.getLogger(EntryMaker.class);

  private static final String ENCODING_FAILED = "EncodingFailed";

  private final Encoder encoder;
  private final Dispatcher dispatcher;
  private final Settlement settlement;
  private final Ticker ticker;
  private final ExecutorService threads;

  EntryMaker(
      Encoder encoder,
      Dispatcher dispatcher,
      Settlement settlement,
      Ticker ticker,
      ExecutorService threads) {
    this.encoder = encoder;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
    this.ticker = ticker;
    this.threads = threads;
  }

  /** An empty aggregator, which comes back with its batch. */
  RecordAggregator aggregator() {
    return encoder.aggregator();
  }

  /** Has the entry of a queued batch made. */
  void submit(QueuedBatch batch, RecordAggregator aggregator) {
    threads.execute(() -> encode(batch, aggregator));
  }

  private void encode(QueuedBatch batch, RecordAggregator aggregator) {
    try {
      LogShare share = batch.share();
      RecordBuffer aggregate =
          aggregator.complete(AggregateIds.fresh(share.producerEpoch(), share.aggregate()));
      Entry entry = encoder.encode(aggregate, batch.firstHash());
      settlement.encoded(aggregate.sizeBytes(), batch.held().ready(entry, ticker.nanoTime()));
      encoder.giveBack(aggregator);
      dispatcher.encoded();
    } catch (RuntimeException | Error e) { // the thread's outermost loop: the batch must not stick
      log.error("cannot encode a batch of {} events; they are rejected", batch.size(), e);
      dispatcher.remove(batch);
      settlement.reject(batch, ENCODING_FAILED, "the events could not be encoded together");
    }
  }
}
