// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.aggregate.RecordDeaggregator;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.ZstdDictionary;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    var reading = new Reading();
    reading.open(entry, entry, 0);
    return reading.results;
  }

  @Override
  public void close() {
    decompressor.close();
  }

  /** One entry on its way through the forms, with what is left of its bounds. */
  private final class Reading {
    private final List<ReadResult> results = new ArrayList<>(1);
    private int leftBytes = limits.frames().maxBytes();

    /** Opens a record that was found in the frames of a stored one. */
    void open(EventRecord record, EventRecord stored, int depth) {
      byte[] array = record.array();
      int offset = record.offset();
      int length = record.sizeBytes();
      Optional<FrameFormat> frame = FrameFormat.detect(array, offset, length);
      boolean aggregate = frame.isEmpty() && RecordDeaggregator.isAggregate(array, offset, length);
      if (frame.isEmpty() && !aggregate) {
        results.add(new Opened(record));
        return;
      }
      try {
        if (depth == limits.maxDepth()) {
          throw new MalformedFrameException(
              Reason.TOO_DEEP, "forms are nested deeper than the %d allowed".formatted(depth));
        }
        if (frame.isPresent()) {
          open(record.withData(decompressed(frame.get(), record)), stored, depth + 1);
        } else {
          openAll(deaggregated(record), depth + 1);
        }
      } catch (MalformedFrameException e) {
        results.add(new Malformed(stored, e));
      }
    }

    private void openAll(List<EventRecord> records, int depth) {
      for (EventRecord record : records) {
        open(record, record, depth);
      }
    }

    private List<EventRecord> deaggregated(EventRecord record) throws MalformedFrameException {
      int leftRecords = limits.maxRecords() - results.size();
      List<EventRecord> records =
          RecordDeaggregator.deaggregate(
              record.array(), record.offset(), record.sizeBytes(), leftRecords);
      if (records.isEmpty()) {
        throw new MalformedFrameException(Reason.MALFORMED, "an aggregate holds no record");
      }
      return records;
    }

    private byte[] decompressed(FrameFormat format, EventRecord record)
        throws MalformedFrameException {
      if (leftBytes <= 0) {
        throw new MalformedFrameException(
            Reason.TOO_LARGE,
            "an entry holds more than the %d bytes allowed".formatted(limits.frames().maxBytes()));
      }
      byte[] content =
          decompressor.decompress(
              format,
              record.array(),
              record.offset(),
              record.sizeBytes(),
              limits.frames().atMost(leftBytes));
      leftBytes -= content.length;
      return content;
    }
  }
}
