// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.aggregate.RecordDeaggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.ZstdDictionary;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.Decryptor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads whatever lies on a stream: plain records, gzip, zstd, encrypted frames, claim checks and
 * KPL aggregates, in any nesting up to a depth, told apart by their first bytes
 * (docs/wire-format.md).
 *
 * <p>Safe for use by many threads. Close it to free native memory.
 */
public final class RecordReader implements AutoCloseable {

  private final ReaderLimits limits;
  private final Decompressor decompressor;
  private final @Nullable Decryptor decryptor;
  private final @Nullable ClaimStore claims;

  private RecordReader(Builder builder) {
    limits = builder.limits;
    decompressor = Decompressor.withDictionaries(builder.dictionaries);
    decryptor = builder.decryptor;
    claims = builder.claims;
  }

  /**
   * Starts with the default limits, no dictionary, no decryptor and no claim store.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A reader of what is neither encrypted nor in object storage.
   *
   * @param limits how much one entry may hold
   * @param dictionaries the dictionaries that zstd frames may name
   * @return the reader
   */
  public static RecordReader withLimits(ReaderLimits limits, ZstdDictionary... dictionaries) {
    return builder().limits(limits).dictionaries(dictionaries).build();
  }

  /**
   * Opens an entry.
   *
   * @param entry the entry; its key is the key of what is not aggregated
   * @return its records in their order, at least one result; a result's index is its sub-sequence
   *     number. What cannot be opened is a result too, never an exception.
   * @throws DataKeyException if the key of an encrypted frame cannot be had now
   * @throws ClaimStoreException if object storage does not answer now
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
      Form form = Form.of(array, offset, length);
      if (form == Form.PLAIN) {
        results.add(new Opened(record));
        return;
      }
      try {
        if (depth == limits.maxDepth()) {
          throw new MalformedFrameException(
              Reason.TOO_DEEP, "forms are nested deeper than the %d allowed".formatted(depth));
        }
        if (form == Form.AGGREGATE) {
          openAll(deaggregated(record), depth + 1);
        } else {
          byte[] content = content(form, record);
          leftBytes -= content.length;
          open(record.withData(content), stored, depth + 1);
        }
      } catch (MalformedFrameException e) {
        results.add(new Malformed(stored, e));
      }
    }

    private byte[] content(Form form, EventRecord record) throws MalformedFrameException {
      return switch (form) {
        case GZIP -> decompressed(FrameFormat.GZIP, record);
        case ZSTD -> decompressed(FrameFormat.ZSTD, record);
        case ENCRYPTED -> decrypted(record);
        case CLAIM -> claimed(record);
        default -> throw new IllegalStateException("not a form around one content: " + form);
      };
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
      requireLeft(1);
      return decompressor.decompress(
          format,
          record.array(),
          record.offset(),
          record.sizeBytes(),
          limits.frames().atMost(leftBytes));
    }

    private byte[] decrypted(EventRecord record) throws MalformedFrameException {
      if (decryptor == null) {
        throw new MalformedFrameException(
            Reason.ENCRYPTED,
            "a frame of %d bytes is encrypted; give the reader a decryptor"
                .formatted(record.sizeBytes()));
      }
      requireLeft(record.sizeBytes());
      return decryptor.decrypt(record.array(), record.offset(), record.sizeBytes());
    }

    private byte[] claimed(EventRecord record) throws MalformedFrameException {
      ClaimCheck claim = ClaimCheck.parse(record.array(), record.offset(), record.sizeBytes());
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
  }

  /** Collects what a reader can open. Not safe for use by many threads. */
  public static final class Builder {
    private ReaderLimits limits = ReaderLimits.DEFAULT;
    private ZstdDictionary[] dictionaries = {};
    private @Nullable Decryptor decryptor;
    private @Nullable ClaimStore claims;

    private Builder() {}

    /**
     * Sets how much one entry may hold.
     *
     * @param limits the limits
     * @return this builder
     */
    public Builder limits(ReaderLimits limits) {
      this.limits = requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Sets the dictionaries that zstd frames may name.
     *
     * @param dictionaries the dictionaries
     * @return this builder
     */
    public Builder dictionaries(ZstdDictionary... dictionaries) {
      this.dictionaries = dictionaries.clone();
      return this;
    }

    /**
     * Sets what opens encrypted frames; without it they are {@code Malformed}.
     *
     * @param decryptor the decryptor
     * @return this builder
     */
    public Builder decryptor(Decryptor decryptor) {
      this.decryptor = requireNonNull(decryptor, "decryptor");
      return this;
    }

    /**
     * Sets where claim checks are redeemed; without it they are {@code Malformed}.
     *
     * @param claims the store
     * @return this builder
     */
    public Builder claims(ClaimStore claims) {
      this.claims = requireNonNull(claims, "claims");
      return this;
    }

    /**
     * Completes the reader.
     *
     * @return the reader; close it
     */
    public RecordReader build() {
      return new RecordReader(this);
    }
  }
}
