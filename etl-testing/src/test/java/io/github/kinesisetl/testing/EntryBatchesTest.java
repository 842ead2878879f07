// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.ListedBatch;
import java.util.List;

class EntryBatchesTest extends EntryBatchContract {

  @Override
  protected EntryBatch batch(List<Given> entries) {
    return new ListedBatch(
        entries.stream()
            .map(entry ->
                new ListedBatch.Entry(
                    new RecordPosition(entry.shardId(), entry.sequenceNumber(), 0),
                    entry.arrivalMillis(),
                    entry.partitionKey(),
                    entry.data(),
                    null))
            .toList());
  }
}
