// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.stream.DeliveredEntry;
import java.util.List;

/**
 * Entries of one shard that are delivered together. Immutable.
 *
 * @param shardId the shard
 * @param entries at least one, in order
 */
record Batch(String shardId, List<DeliveredEntry> entries) {

  Batch from(int index) {
    return new Batch(shardId, entries.subList(index, entries.size()));
  }

  Batch upTo(int index) {
    return new Batch(shardId, entries.subList(0, index));
  }

  int indexOf(String sequenceNumber) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).sequenceNumber().equals(sequenceNumber)) {
        return i;
      }
    }
    return -1;
  }
}
