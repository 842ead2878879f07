// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Aggregators, used again, so that an event costs no garbage. There are as many as were in use at
 * once lately, of however many shards; as these become fewer, so do they. Safe for use by many
 * threads.
 */
public final class AggregatorPool {

  private static final int MIN_ROUND = 64;

  private final Deque<RecordAggregator> idle = new ArrayDeque<>(); // guarded by itself, as is all
  private final long maxIdleBytes;
  private final Supplier<RecordAggregator> maker;
  private int inUse;
  private int most; // in use at once in this round
  private int mostBefore; // in the round before
  private int given; // in this round

  /**
   * An empty pool.
   *
   * @param maxIdleBytes most bytes of records that those have room for which lie idle; with the
   *     room that arrays are rounded up to, up to twice as much
   * @param maker makes an empty one, of the form that is written
   */
  public AggregatorPool(long maxIdleBytes, Supplier<RecordAggregator> maker) {
    this.maxIdleBytes = maxIdleBytes;
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
      RecordAggregator taken = pooled == null ? maker.get() : pooled;
      most = Math.max(most, ++inUse);
      return taken;
    }
  }

  /**
   * Takes back an aggregator. One that held more than its share of what may lie idle is let go, and
   * so none that lies idle ever did.
   *
   * @param aggregator the aggregator, whatever is in it
   */
  public void give(RecordAggregator aggregator) {
    int bytes = aggregator.sizeBytes();
    aggregator.clear();
    synchronized (idle) {
      inUse = Math.max(0, inUse - 1);
      int maxIdle = Math.max(most, mostBefore) - inUse;
      if (idle.size() < maxIdle && bytes <= maxIdleBytes / Math.max(most, mostBefore)) {
        idle.addLast(aggregator);
      }
      if (++given >= Math.max(MIN_ROUND, most)) {
        beginRound();
      }
    }
  }

  int idleCount() {
    synchronized (idle) {
      return idle.size();
    }
  }

  private void beginRound() {
    mostBefore = most;
    most = inUse;
    given = 0;
    while (idle.size() > Math.max(most, mostBefore) - inUse) {
      idle.removeFirst(); // used longest ago
    }
  }
}
