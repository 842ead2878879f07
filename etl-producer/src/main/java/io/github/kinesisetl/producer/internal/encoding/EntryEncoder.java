// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.spi.Entry;

/**
 * Makes entries of aggregates. Any call may throw anything: for lack of memory, and what a key
 * provider throws that is somebody else's. Implementations are safe for use by many threads.
 */
public interface EntryEncoder {

  /** {@return an empty aggregator; give it back} */
  RecordAggregator aggregator();

  /**
   * Takes back an aggregator.
   *
   * @param aggregator the aggregator, whatever is in it
   */
  void giveBack(RecordAggregator aggregator);

  /**
   * Makes the entry of an aggregate.
   *
   * @param aggregate the aggregate, complete with its ids
   * @param firstHash the hash of its first record, by which it is routed
   * @return the entry
   */
  Entry encode(RecordBuffer aggregate, HashKey firstHash);
}
