// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Aggregators, used again, so that an event costs no garbage. Safe for use by many threads. */
public final class AggregatorPool {

  private final Deque<RecordAggregator> idle = new ArrayDeque<>(); // guarded by itself
  private final int maxIdle;
  private final Supplier<RecordAggregator> maker;

  /**
   * An empty pool.
   *
   * @param maxIdle most aggregators that lie idle
   * @param maker makes an empty one, of the form that is written
   */
  public AggregatorPool(int maxIdle, Supplier<RecordAggregator> maker) {
    this.maxIdle = maxIdle;
    this.maker = maker;
  }

  /**
   * An empty aggregator.
   *
   * @return the one used last, whose bytes are near, or a new one
   */
  public RecordAggregator take() {
    synchronized (idle) {
      RecordAggregator pooled = idle.pollLast();
      return pooled == null ? maker.get() : pooled;
    }
  }

  /**
   * Takes back an aggregator.
   *
   * @param aggregator the aggregator, whatever is in it
   */
  public void give(RecordAggregator aggregator) {
    aggregator.clear();
    synchronized (idle) {
      if (idle.size() < maxIdle) {
        idle.addLast(aggregator);
      }
    }
  }
}
