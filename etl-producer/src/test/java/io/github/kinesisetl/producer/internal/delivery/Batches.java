// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.Delivery;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.internal.Placement;
import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.RetryPolicy;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.internal.durable.LogShare;
import io.github.kinesisetl.producer.internal.memory.HeldEntry;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;

/** Batches of one record as tests need them. */
final class Batches {

  private Batches() {}

  /** A batch of one byte that was put at 0 and can be sent. */
  static QueuedBatch of(Lane lane) {
    return of(lane, 1, 0);
  }

  /** A batch that can be sent since it was put. */
  static QueuedBatch of(Lane lane, int bytes, long putNanos) {
    return new QueuedBatch(
        lane,
        HashKey.MIN,
        QueuedBatch.Origin.at(putNanos, lane.generation()),
        contents(HeldEntry.of(entry(bytes), QueuedBatch.OVERHEAD_BYTES, putNanos)));
  }

  /** A batch whose entry is not made yet. */
  static QueuedBatch withoutEntry(Lane lane, long putNanos) {
    return new QueuedBatch(
        lane,
        HashKey.MIN,
        QueuedBatch.Origin.at(putNanos, lane.generation()),
        contents(new HeldEntry(1_000, QueuedBatch.OVERHEAD_BYTES)));
  }

  /** The contents of a batch of one byte. */
  static QueuedBatch.Contents contents() {
    return contents(HeldEntry.of(entry(1), QueuedBatch.OVERHEAD_BYTES, 0));
  }

  /** A lane to a shard that owns everything. */
  static Lane lane(String shardId, int generation) {
    return new Lane(new OpenShard(shardId, new HashKeyRange(HashKey.MIN, HashKey.MAX)), generation);
  }

  /** A dispatcher of a producer without a log. */
  static Dispatcher dispatcher(Reshards reshards, Ticker ticker) {
    var retries = retries(ticker);
    return new Dispatcher(
        new RequestPlanner(Delivery.DEFAULT, Placement.always(reshards), 1 << 20, retries),
        retries);
  }

  /** The default policy of a producer without a log. */
  static RetryPolicy retries(Ticker ticker) {
    return new RetryPolicy(Delivery.DEFAULT.retry(), false, ticker);
  }

  static Entry entry(int bytes) {
    return new Entry("k", null, new byte[bytes]);
  }

  private static QueuedBatch.Contents contents(HeldEntry held) {
    var callbacks = new Callbacks();
    callbacks.add(PutCallback.NONE);
    return new QueuedBatch.Contents(new LogShare(7, 0), callbacks, held);
  }
}
