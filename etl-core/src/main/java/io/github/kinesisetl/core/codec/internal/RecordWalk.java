// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.aggregate.internal.AggregateTable;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.Decryptor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Shows a visitor the records of one entry after the other, with memory that is used again. Made by
 * {@link RecordReader#walk()}; not safe for use by many threads.
 */
public final class RecordWalk {

  private final ReaderResources reader;
  private final ReaderLimits limits;
  private final boolean reused;
  private final RecordView view;
  private final @Nullable FrameBuffer[] buffers; // one a depth
  private final @Nullable AggregateTable[] tables; // one a depth
  private RecordVisitor visitor = new NoVisitor();
  private int leftBytes;
  private int leftRecords;

  /**
   * A walk on nothing.
   *
   * @param reader what forms are opened with
   * @param reused whether memory is used again for the next entry, so that what is visited passes
   */
  public RecordWalk(ReaderResources reader, boolean reused) {
    this.reader = reader;
    this.limits = reader.limits();
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
   * @throws DataKeyException if the key of an encrypted frame cannot be had now; what was shown
   *     before stays so
   * @throws ClaimStoreException if object storage does not answer now; likewise
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
    Form form = form();
    if (form == Form.PLAIN) {
      boolean goOn = visitor.opened(view);
      visited();
      return goOn;
    }
    try {
      if (depth == limits.maxDepth()) {
        throw new MalformedFrameException(
            Reason.TOO_DEEP, "forms are nested deeper than the %d allowed".formatted(depth));
      }
      if (form == Form.AGGREGATE) {
        return openAll(table(depth), view.array(), depth);
      }
      openContent(form, depth);
      return open(depth + 1, stored, storedAt, storedBytes);
    } catch (MalformedFrameException e) {
      view.pointTo(stored, storedAt, storedBytes);
      boolean goOn = visitor.malformed(view, e);
      visited();
      return goOn;
    }
  }

  /** Points the view to what is inside of what it shows. */
  private void openContent(Form form, int depth) throws MalformedFrameException {
    switch (form) {
      case GZIP -> showBuffer(decompressed(FrameFormat.GZIP, depth));
      case ZSTD -> showBuffer(decompressed(FrameFormat.ZSTD, depth));
      case ENCRYPTED -> show(decrypted());
      case CLAIM -> show(claimed());
      default -> throw new IllegalStateException("not a form around one content: " + form);
    }
  }

  private void showBuffer(FrameBuffer content) {
    leftBytes -= content.sizeBytes();
    view.pointTo(content.array(), 0, content.sizeBytes());
  }

  private void show(byte[] content) {
    leftBytes -= content.length;
    view.pointTo(content, 0, content.length);
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

  /** A small object of JSON is met most, and must not cost the classes of the other forms. */
  private Form form() {
    byte[] bytes = view.array();
    int at = view.offset();
    int size = view.sizeBytes();
    boolean isObject = size > 2 && bytes[at] == '{' && bytes[at + 2] != 'k';
    return size == 0 || isObject ? Form.PLAIN : Form.of(bytes, at, size);
  }

  private void visited() {
    view.visited();
    leftRecords--;
  }

  private FrameBuffer decompressed(FrameFormat format, int depth) throws MalformedFrameException {
    requireLeft(1);
    FrameBuffer buffer = buffers[depth];
    if (buffer == null) {
      buffer = reused ? FrameBuffer.reused() : FrameBuffer.fresh();
      buffers[depth] = buffer;
    }
    var frame = EventRecord.of("frame", view.array(), view.offset(), view.sizeBytes());
    reader.decompressor().decompress(format, frame, limits.frames().atMost(leftBytes), buffer);
    return buffer;
  }

  private byte[] decrypted() throws MalformedFrameException {
    Decryptor decryptor = reader.decryptor();
    if (decryptor == null) {
      throw new MalformedFrameException(
          Reason.ENCRYPTED,
          "a frame of %d bytes is encrypted; give the reader a decryptor"
              .formatted(view.sizeBytes()));
    }
    requireLeft(view.sizeBytes());
    return decryptor.decrypt(view.array(), view.offset(), view.sizeBytes());
  }

  private byte[] claimed() throws MalformedFrameException {
    ClaimCheck claim = ClaimCheck.parse(view.array(), view.offset(), view.sizeBytes());
    ClaimStore claims = reader.claims();
    if (claims == null) {
      throw new MalformedFrameException(
          Reason.UNRESOLVED_CLAIM,
          "an event of %d bytes lies in object storage; give the reader a claim store"
              .formatted(claim.sizeBytes()));
    }
    requireLeft(claim.sizeBytes());
    byte[] content = claims.fetch(claim);
    if (!claim.fits(content)) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "what lies in object storage is not what the claim check says");
    }
    return content;
  }

  private void requireLeft(int bytes) throws MalformedFrameException {
    if (leftBytes < bytes) {
      throw new MalformedFrameException(
          Reason.TOO_LARGE,
          "an entry holds more than the %d bytes allowed".formatted(limits.frames().maxBytes()));
    }
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
