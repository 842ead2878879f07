// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.codec.internal.RecordView;
import io.github.kinesisetl.core.codec.internal.RecordVisitor;
import io.github.kinesisetl.core.codec.internal.RecordWalk;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the records of a batch, entry by entry, out of their frames and aggregates. Not safe for
 * use by many threads.
 */
public final class EntryWalk {

  private final EntryBatch entries;
  private final RecordWalk walk;
  private final BatchEntry stored;
  private final ReceivedRecord record;
  private final Pointing pointing = new Pointing();

  /**
   * A walk over a batch.
   *
   * @param reader opens the entries
   * @param entries the batch
   */
  public EntryWalk(RecordReader reader, EntryBatch entries) {
    this.entries = entries;
    this.walk = reader.walk();
    this.stored = new BatchEntry(entries);
    this.record = new ReceivedRecord(entries);
  }

  /**
   * Opens an entry.
   *
   * @param entry its index in the batch
   * @param visitor is shown its records in their order
   * @return false if the visitor did not want to go on
   * @throws DataKeyException if the key of an encrypted frame cannot be had now; what was shown
   *     before stays so
   * @throws ClaimStoreException if object storage does not answer now; likewise
   */
  public boolean visit(int entry, Visitor visitor) {
    stored.moveTo(entry);
    String defect = entries.defect(entry);
    if (defect != null) {
      return visitor.unreadable(record.pointTo(entry, 0, stored.copy()), defect);
    }
    return walk.visit(stored, pointing.at(entry, visitor));
  }

  /**
   * Shows a record that was kept.
   *
   * @param entry its entry's index in the batch
   * @param sub its index in the entry
   * @param kept the record
   * @return the record with its place, valid until the next one is shown
   */
  public ReceivedRecord show(int entry, int sub, EventRecord kept) {
    return record.pointTo(entry, sub, kept);
  }

  /**
   * Shows an entry as it is stored, without opening it.
   *
   * @param entry its index in the batch
   * @param sub the index of its first record that was not shown
   * @return its bytes with that place, valid until the next one is shown
   */
  public ReceivedRecord showStored(int entry, int sub) {
    stored.moveTo(entry);
    return record.pointTo(entry, sub, stored.copy());
  }

  /** Is shown the records of an entry, one after the other. */
  public interface Visitor {

    /**
     * Takes a record.
     *
     * @param record the record, valid for the length of this call
     * @return whether to go on
     */
    boolean opened(ReceivedRecord record);

    /**
     * Takes what cannot be opened, or was broken on its way.
     *
     * @param record the bytes as they are stored, valid for the length of this call
     * @param reason what is wrong with them, without payload
     * @return whether to go on
     */
    boolean unreadable(ReceivedRecord record, String reason);
  }

  /** Points the one record to whatever is opened. */
  private final class Pointing implements RecordVisitor {
    private int entry;
    private @Nullable Visitor visitor;

    Pointing at(int index, Visitor toVisit) {
      entry = index;
      visitor = toVisit;
      return this;
    }

    @Override
    public boolean opened(RecordView view) {
      return requireNonNull(visitor).opened(record.pointTo(entry, view));
    }

    @Override
    public boolean malformed(RecordView view, MalformedFrameException cause) {
      String reason = cause.reason() + ": " + cause.getMessage();
      return requireNonNull(visitor).unreadable(record.pointTo(entry, view), reason);
    }
  }
}
