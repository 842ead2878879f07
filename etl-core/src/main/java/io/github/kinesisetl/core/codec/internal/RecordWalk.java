// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.aggregate.internal.AggregateTable;
import io.github.kinesisetl.core.aggregate.internal.DenseFormat;
import io.github.kinesisetl.core.aggregate.internal.DenseTable;
import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.aggregate.internal.RecordTable;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
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
  private final boolean reused;
  private final RecordView view;
  private final OpeningWork work;
  private final Documents documents = new Documents();
  private final @Nullable FrameBuffer[] buffers; // one a depth
  private final @Nullable AggregateTable[] tables; // one a depth
  private final @Nullable DenseTable[] denseTables; // likewise, and one to tell what is too deep
  private RecordVisitor visitor = new NoVisitor();
  private @Nullable ClaimCheck claim; // what the view shows, if that is a claim check
  private int leftRecords; // besides those that are found already
  private boolean isVerified; // whether the view shows what a checksum of zstd stands for

  /**
   * A walk on nothing.
   *
   * @param reader what forms are opened with
   * @param reused whether memory is used again for the next entry, so that what is visited passes
   */
  public RecordWalk(ReaderResources reader, boolean reused) {
    this.reader = reader;
    this.reused = reused;
    this.view = new RecordView(reused);
    this.work = new OpeningWork(reader.limits());
    this.buffers = new FrameBuffer[reader.limits().maxDepth()];
    this.tables = new AggregateTable[reader.limits().maxDepth()];
    this.denseTables = new DenseTable[reader.limits().maxDepth() + 1];
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
    leftRecords = reader.limits().maxRecords() - 1;
    isVerified = false;
    work.begin(entry.sizeBytes());
    view.beginEntry(entry);
    return open(0, false, entry.array(), entry.offset(), entry.sizeBytes());
  }

  /**
   * What the entry that was opened last has cost.
   *
   * @return the work, until the next entry is opened
   */
  public OpeningWork work() {
    return work;
  }

  /** Opens what the view shows, which was found in the frames of what was stored. */
  private boolean open(int depth, boolean isSealed, byte[] stored, int storedAt, int storedBytes) {
    try {
      Form form = form(depth);
      if (form == Form.PLAIN) {
        return showRecord(isSealed);
      }
      if (depth == reader.limits().maxDepth()) {
        throw new MalformedFrameException(
            Reason.TOO_DEEP, "forms are nested deeper than the %d allowed".formatted(depth));
      }
      if (form == Form.DENSE) {
        return openAll(denseTable(depth), depth, isSealed);
      }
      if (form == Form.AGGREGATE) {
        return openAll(filled(table(depth)), depth, isSealed);
      }
      openContent(form, depth);
      boolean isSealedNow = isSealed || form == Form.ENCRYPTED;
      return open(depth + 1, isSealedNow, stored, storedAt, storedBytes);
    } catch (MalformedFrameException e) {
      work.failed(e);
      view.pointTo(stored, storedAt, storedBytes);
      return showMalformed(e);
    }
  }

  private boolean showRecord(boolean isSealed) throws MalformedFrameException {
    if (reader.rules().requireEncrypted() && !isSealed) {
      throw new MalformedFrameException(
          Reason.NOT_ENCRYPTED, "a record is not encrypted, but only encrypted ones are wanted");
    }
    if (!reader.rules().splitJson() || !documents.split(view)) {
      return shown(visitor.opened(view));
    }
    reserve(documents.count());
    byte[] array = view.array();
    for (int i = 0; i < documents.count(); i++) {
      view.pointToPart(array, documents.from(i), documents.to(i));
      if (!shown(visitor.opened(view))) {
        return false;
      }
    }
    return true;
  }

  private boolean showMalformed(MalformedFrameException cause) {
    return shown(visitor.malformed(view, cause));
  }

  private boolean shown(boolean goOn) {
    view.visited();
    return goOn;
  }

  /** Points the view to what is inside of what it shows. */
  private void openContent(Form form, int depth) throws MalformedFrameException {
    switch (form) {
      case GZIP, ZSTD, ZLIB -> decompress(form, depth);
      case ENCRYPTED -> decrypt();
      case CLAIM -> redeem(requireNonNull(claim));
      default -> throw new IllegalStateException("not a form around one content: " + form);
    }
  }

  /** Fills a table before its first record is shown, so what is wrong with it is shown alone. */
  private AggregateTable filled(AggregateTable table) throws MalformedFrameException {
    table.fill(view.array(), view.offset(), view.sizeBytes(), leftRecords + 1);
    if (table.size() == 0) {
      throw new MalformedFrameException(Reason.MALFORMED, "an aggregate holds no record");
    }
    return table;
  }

  private boolean openAll(RecordTable table, int depth, boolean isSealed)
      throws MalformedFrameException {
    byte[] bytes = view.array();
    reserve(table.size());
    for (int i = 0; i < table.size(); i++) {
      view.pointTo(table, i, bytes);
      if (!openOne(table, i, depth, isSealed)) {
        return false;
      }
    }
    return true;
  }

  private boolean openOne(RecordTable table, int index, int depth, boolean isSealed) {
    if (!table.isBroken(index)) {
      return open(depth + 1, isSealed, view.array(), view.offset(), view.sizeBytes());
    }
    var cause =
        new MalformedFrameException(
            Reason.MALFORMED, "record %d of an aggregate has no key or no data".formatted(index));
    return showMalformed(cause);
  }

  /** Makes several records of one; what cannot be had is not begun. */
  private void reserve(int records) throws MalformedFrameException {
    if (records - 1 > leftRecords) {
      throw new MalformedFrameException(
          Reason.TOO_MANY_RECORDS,
          "an entry holds more than the %d records allowed"
              .formatted(reader.limits().maxRecords()));
    }
    leftRecords -= records - 1;
  }

  /** A small object of JSON is met most, and must not cost the classes of the other forms. */
  private Form form(int depth) throws MalformedFrameException {
    byte[] bytes = view.array();
    int at = view.offset();
    int size = view.sizeBytes();
    boolean maybeDense = isVerified && DenseFormat.begins(bytes, at, size);
    isVerified = false;
    if (maybeDense && denseTable(depth).fill(bytes, at, size, leftRecords + 1)) {
      return Form.DENSE;
    }
    boolean isObject = size > 2 && bytes[at] == '{' && bytes[at + 2] != 'k';
    if (size == 0 || isObject) {
      return Form.PLAIN;
    }
    Form form = Form.of(bytes, at, size, reader.rules().zlib());
    return isMeant(form) ? form : Form.PLAIN;
  }

  /** Whether what begins like a form is one, where its sender may have meant it otherwise. */
  private boolean isMeant(Form form) throws MalformedFrameException {
    byte[] bytes = view.array();
    switch (form) {
      case AGGREGATE -> {
        work.hashed(view.sizeBytes());
        return RecordDeaggregator.isAggregate(bytes, view.offset(), view.sizeBytes());
      }
      case CLAIM -> {
        work.frame();
        claim = ClaimCheck.find(bytes, view.offset(), view.sizeBytes());
        return claim != null;
      }
      default -> {
        return true;
      }
    }
  }

  private void decompress(Form form, int depth) throws MalformedFrameException {
    FrameBuffer buffer = buffers[depth];
    if (buffer == null) {
      buffer = reused ? FrameBuffer.reused() : FrameBuffer.fresh();
      buffers[depth] = buffer;
    }
    work.compressed(view.sizeBytes(), buffer);
    var frame = EventRecord.of("frame", view.array(), view.offset(), view.sizeBytes());
    boolean isOpened = false;
    try {
      var limits = reader.limits().frames().atMost(work.leftBytes());
      switch (form) {
        case GZIP -> reader.decompressor().decompress(FrameFormat.GZIP, frame, limits, buffer);
        case ZSTD -> reader.decompressor().decompress(FrameFormat.ZSTD, frame, limits, buffer);
        default -> reader.decompressor().decompressZlib(frame, limits, buffer);
      }
      isOpened = true;
    } finally {
      work.decompressed(buffer, isOpened);
    }
    view.pointTo(buffer.array(), 0, buffer.sizeBytes());
    isVerified = buffer.isVerified();
  }

  private void decrypt() throws MalformedFrameException {
    Decryptor decryptor = reader.decryptor();
    if (decryptor == null) {
      throw new MalformedFrameException(
          Reason.ENCRYPTED,
          "a frame of %d bytes is encrypted; give the reader a decryptor"
              .formatted(view.sizeBytes()));
    }
    work.encrypted(view.array(), view.offset(), view.sizeBytes());
    work.produced(view.sizeBytes());
    byte[] content = decryptor.decrypt(view.array(), view.offset(), view.sizeBytes());
    view.pointTo(content, 0, content.length);
  }

  private void redeem(ClaimCheck check) throws MalformedFrameException {
    ClaimStore claims = reader.claims();
    if (claims == null) {
      throw new MalformedFrameException(
          Reason.UNRESOLVED_CLAIM,
          "an event of %d bytes lies in object storage; give the reader a claim store"
              .formatted(check.sizeBytes()));
    }
    work.claim(check.sizeBytes());
    byte[] content = claims.fetch(check);
    if (!check.fits(content)) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "what lies in object storage is not what the claim check says");
    }
    work.redeemed(content.length);
    view.pointTo(content, 0, content.length);
  }

  private AggregateTable table(int depth) {
    AggregateTable table = tables[depth];
    if (table == null) {
      table = new AggregateTable();
      tables[depth] = table;
    }
    return table;
  }

  private DenseTable denseTable(int depth) {
    DenseTable table = denseTables[depth];
    if (table == null) {
      table = new DenseTable();
      denseTables[depth] = table;
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
