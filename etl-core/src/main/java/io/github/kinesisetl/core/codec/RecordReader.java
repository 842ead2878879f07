// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.ZstdDictionary;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads whatever lies on a stream: plain records, gzip, zstd, KPL aggregates, in any nesting up to
 * a depth, told apart by their first bytes (docs/wire-format.md).
 *
 * <p>Safe for use by many threads. Close it to free native memory.
 */
public final class RecordReader implements AutoCloseable {

  private final ReaderLimits limits;
  private final Decompressor decompressor;

  private RecordReader(ReaderLimits limits, Decompressor decompressor) {
    this.limits = limits;
    this.decompressor = decompressor;
  }

  /**
   * A reader.
   *
   * @param limits how much one entry may hold
   * @param dictionaries the dictionaries that zstd frames may name
   * @return the reader
   */
  public static RecordReader withLimits(ReaderLimits limits, ZstdDictionary... dictionaries) {
    return new RecordReader(limits, Decompressor.withDictionaries(dictionaries));
  }

  /**
   * Opens an entry.
   *
   * @param entry the entry; its key is the key of what is not aggregated
   * @return its records in their order, at least one result; a result's index is its sub-sequence
   *     number. What cannot be opened is a result too, never an exception.
   */
  public List<ReadResult> read(EventRecord entry) {
    var results = new Results(entry);
    boolean unused = new RecordWalk(limits, decompressor, false).visit(results, results);
    return results.results;
  }

  /**
   * A way to open many entries with the same memory: for one thread that looks at each record only
   * while it is shown.
   *
   * @return a walk of its own
   */
  public RecordWalk walk() {
    return new RecordWalk(limits, decompressor, true);
  }

  @Override
  public void close() {
    decompressor.close();
  }

  /** Keeps what it is shown of an entry. */
  private static final class Results implements RecordVisitor, StoredEntry {
    private final EventRecord entry;
    private final List<ReadResult> results = new ArrayList<>(1);

    Results(EventRecord entry) {
      this.entry = entry;
    }

    @Override
    public boolean opened(RecordView record) {
      return results.add(new Opened(kept(record)));
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return results.add(new Malformed(kept(stored), cause));
    }

    @Override
    public byte[] array() {
      return entry.array();
    }

    @Override
    public int offset() {
      return entry.offset();
    }

    @Override
    public int sizeBytes() {
      return entry.sizeBytes();
    }

    @Override
    public String partitionKey() {
      return entry.partitionKey();
    }

    /** What is not of an aggregate keeps the entry's own hash key and id. */
    private EventRecord kept(RecordView view) {
      EventRecord record = view.record();
      if (view.isOfAggregate()) {
        return record;
      }
      return record.withExplicitHashKey(entry.explicitHashKey()).withId(entry.id());
    }
  }
}
