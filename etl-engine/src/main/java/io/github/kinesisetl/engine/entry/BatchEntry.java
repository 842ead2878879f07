// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import io.github.kinesisetl.core.codec.internal.StoredEntry;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.Arrays;

/** One entry of a batch after the other, as one object. Not safe for use by many threads. */
final class BatchEntry implements StoredEntry {

  private final EntryBatch batch;
  private int index;

  BatchEntry(EntryBatch batch) {
    this.batch = batch;
  }

  BatchEntry moveTo(int entry) {
    index = entry;
    return this;
  }

  /** The entry with bytes of its own. */
  EventRecord copy() {
    int from = offset();
    byte[] bytes = Arrays.copyOfRange(array(), from, from + sizeBytes());
    return EventRecord.received(partitionKey(), bytes, 0, bytes.length);
  }

  @Override
  public byte[] array() {
    return batch.array(index);
  }

  @Override
  public int offset() {
    return batch.offset(index);
  }

  @Override
  public int sizeBytes() {
    return batch.sizeBytes(index);
  }

  @Override
  public String partitionKey() {
    return batch.partitionKey(index);
  }
}
