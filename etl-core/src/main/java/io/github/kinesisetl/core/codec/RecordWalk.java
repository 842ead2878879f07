// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.aggregate.AggregateTable;
import io.github.kinesisetl.core.aggregate.RecordDeaggregator;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameBuffer;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows a visitor the records of one entry after the other, with memory that is used again. Made by
 * {@link RecordReader#walk()}; not safe for use by many threads.
 */
public final class RecordWalk {

  private static final byte GZIP = 0x1f;
  private static final byte ZSTD = 0x28;
  private static final byte AGGREGATE = (byte) 0xf3;

  private final ReaderLimits limits;
  private final Decompressor decompressor;
  private final boolean reused;
  private final RecordView view;
  private final @Nullable FrameBuffer[] buffers; // one a depth
  private final @Nullable AggregateTable[] tables; // one a depth
  private RecordVisitor visitor = new NoVisitor();
  private int leftBytes;
  private int leftRecords;

  RecordWalk(ReaderLimits limits, Decompressor decompressor, boolean reused) {
    this.limits = limits;
    this.decompressor = decompressor;
    this.reused = reused;
    this.view = new RecordView(reused);
    this.buffers = new FrameBuffer[limits.maxDepth()];
    this.tables = new AggregateTable[limits.maxDepth()];
  }

  /**
   * Opens an entry.
   *
   * @param entry the entry; its key is the key of what is not aggregated
   * @param toVisit is shown its records in their order; what cannot be opened is shown, too
   * @return false if the visitor did not want to go on
   */
  public boolean visit(StoredEntry entry, RecordVisitor toVisit) {
    visitor = toVisit;
    leftBytes = limits.frames().maxBytes();
    leftRecords = limits.maxRecords();
    view.beginEntry(entry);
    return open(0, entry.array(), entry.offset(), entry.sizeBytes());
  }

  /** Opens what the view shows, which was found in the frames of what was stored. */
  private boolean open(int depth, byte[] stored, int storedAt, int storedBytes) {
    if (isPlain()) {
      boolean goOn = visitor.opened(view);
      visited();
      return goOn;
    }
    try {
      Optional<FrameFormat> frame =
          FrameFormat.detect(view.array(), view.offset(), view.sizeBytes());
      if (depth == limits.maxDepth()) {
        throw new MalformedFrameException(
            Reason.TOO_DEEP, "forms are nested deeper than the %d allowed".formatted(depth));
      }
      if (frame.isEmpty()) {
        return openAll(table(depth), view.array(), depth);
      }
      FrameBuffer content = decompressed(frame.get(), depth);
      view.pointTo(content.array(), 0, content.sizeBytes());
      return open(depth + 1, stored, storedAt, storedBytes);
    } catch (MalformedFrameException e) {
      view.pointTo(stored, storedAt, storedBytes);
      boolean goOn = visitor.malformed(view, e);
      visited();
      return goOn;
    }
  }

  /** Fills the table before the first record is shown, so what is wrong with it is shown alone. */
  private boolean openAll(AggregateTable table, byte[] bytes, int depth)
      throws MalformedFrameException {
    table.fill(bytes, view.offset(), view.sizeBytes(), Math.max(0, leftRecords));
    if (table.size() == 0) {
      throw new MalformedFrameException(Reason.MALFORMED, "an aggregate holds no record");
    }
    for (int i = 0; i < table.size(); i++) {
      view.pointTo(table, i, bytes);
      if (!open(depth + 1, bytes, table.offset(i), table.sizeBytes(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isPlain() {
    if (view.sizeBytes() == 0) {
      return true;
    }
    byte first = view.array()[view.offset()];
    if (first != GZIP && first != ZSTD && first != AGGREGATE) {
      return true;
    }
    return FrameFormat.detect(view.array(), view.offset(), view.sizeBytes()).isEmpty()
        && !RecordDeaggregator.isAggregate(view.array(), view.offset(), view.sizeBytes());
  }

  private void visited() {
    view.visited();
    leftRecords--;
  }

  private FrameBuffer decompressed(FrameFormat format, int depth) throws MalformedFrameException {
    if (leftBytes <= 0) {
      throw new MalformedFrameException(
          Reason.TOO_LARGE,
          "an entry holds more than the %d bytes allowed".formatted(limits.frames().maxBytes()));
    }
    FrameBuffer buffer = buffers[depth];
    if (buffer == null) {
      buffer = reused ? FrameBuffer.reused() : FrameBuffer.fresh();
      buffers[depth] = buffer;
    }
    var frame = EventRecord.of("frame", view.array(), view.offset(), view.sizeBytes());
    decompressor.decompress(format, frame, limits.frames().atMost(leftBytes), buffer);
    leftBytes -= buffer.sizeBytes();
    return buffer;
  }

  private AggregateTable table(int depth) {
    AggregateTable table = tables[depth];
    if (table == null) {
      table = new AggregateTable();
      tables[depth] = table;
    }
    return table;
  }

  /** Stands there until the first visit. */
  private static final class NoVisitor implements RecordVisitor {
    @Override
    public boolean opened(RecordView record) {
      return false;
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return false;
    }
  }
}
