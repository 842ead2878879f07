// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.RecordPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries that somebody else has read. Immutable. */
public final class ListedBatch implements EntryBatch {

  private final List<Entry> entries;

  /**
   * A batch.
   *
   * @param entries its entries, in their order
   */
  public ListedBatch(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public byte[] array(int index) {
    return entries.get(index).data();
  }

  @Override
  public int offset(int index) {
    return 0;
  }

  @Override
  public int sizeBytes(int index) {
    return entries.get(index).data().length;
  }

  @Override
  public String partitionKey(int index) {
    return entries.get(index).partitionKey();
  }

  @Override
  public String sequenceNumber(int index) {
    return entries.get(index).position().sequenceNumber();
  }

  @Override
  public String shardId(int index) {
    return entries.get(index).position().shardId();
  }

  @Override
  public long arrivalMillis(int index) {
    return entries.get(index).arrivalMillis();
  }

  @Override
  public @Nullable String defect(int index) {
    return entries.get(index).defect();
  }

  @Override
  public int siblingsBefore(int index) {
    int before = 0;
    String number = sequenceNumber(index);
    while (index - before > 0 && sequenceNumber(index - before - 1).equals(number)) {
      before++;
    }
    return before;
  }

  /**
   * An entry.
   *
   * @param position its shard, empty if not known, and its place there
   * @param arrivalMillis when it arrived, in milliseconds since 1970; 0 if not known
   * @param partitionKey its key, 1 to 256 characters
   * @param data its bytes, which nobody may change afterwards
   * @param defect what is wrong with it as it was delivered, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  public record Entry(
      RecordPosition position,
      long arrivalMillis,
      String partitionKey,
      byte[] data,
      @Nullable String defect) {

    /** Checks that all is there. */
    public Entry {
      requireNonNull(position, "position");
      requireNonNull(partitionKey, "partitionKey");
      requireNonNull(data, "data");
    }
  }
}
