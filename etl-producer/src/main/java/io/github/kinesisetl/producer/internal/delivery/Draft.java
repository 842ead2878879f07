// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.internal.schedule.Linked;
import org.jspecify.annotations.Nullable;

/** A batch whose entry is still to be made, and what it is made of. One thread has it at a time. */
final class Draft extends Linked<Draft> {

  private final QueuedBatch batch;
  private final RecordAggregator aggregator;
  private final AggregateIds ids;
  private final int wholeBytes;
  private @Nullable RecordBuffer complete;
  private boolean over;

  /**
   * A draft.
   *
   * @param batch the batch
   * @param aggregator its records
   * @param ids their ids
   * @param wholeBytes the aggregator's size after the last record that it took as a whole
   */
  Draft(QueuedBatch batch, RecordAggregator aggregator, AggregateIds ids, int wholeBytes) {
    this.batch = batch;
    this.aggregator = aggregator;
    this.ids = ids;
    this.wholeBytes = wholeBytes;
  }

  QueuedBatch batch() {
    return batch;
  }

  RecordAggregator aggregator() {
    return aggregator;
  }

  /**
   * The aggregate with its ids, once for all attempts.
   *
   * @throws IllegalStateException if memory ran out within a step that cannot be repeated: what the
   *     aggregator holds can be read by nobody
   */
  RecordBuffer complete() {
    RecordBuffer known = complete;
    if (known != null) {
      return known;
    }
    if (aggregator.sizeBytes() != wholeBytes) {
      throw new IllegalStateException("memory ran out while an aggregate was written");
    }
    RecordBuffer made = aggregator.complete(ids);
    complete = made;
    return made;
  }

  /** Says that the entry is made, or that none will be. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
