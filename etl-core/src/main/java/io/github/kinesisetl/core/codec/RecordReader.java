// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.codec.internal.ReaderResources;
import io.github.kinesisetl.core.codec.internal.ReaderResources.Rules;
import io.github.kinesisetl.core.codec.internal.RecordView;
import io.github.kinesisetl.core.codec.internal.RecordVisitor;
import io.github.kinesisetl.core.codec.internal.RecordWalk;
import io.github.kinesisetl.core.codec.internal.StoredEntry;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.ZstdDictionary;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.Decryptor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads whatever lies on a stream: plain records, gzip, zstd, encrypted frames, claim checks and
 * KPL aggregates, in any nesting up to a depth, told apart by their first bytes
 * (docs/wire-format.md).
 *
 * <p>Safe for use by many threads. Close it to free native memory.
 *
 * @since 0.1.0
 */
public final class RecordReader implements AutoCloseable {

  private final ReaderResources resources;

  private RecordReader(Builder builder) {
    resources =
        new ReaderResources(
            builder.limits,
            new Rules(builder.requireEncrypted, builder.zlib, builder.splitJson),
            Decompressor.withDictionaries(builder.dictionaries),
            builder.decryptor,
            builder.claims);
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
    var results = new Results(entry);
    boolean unused = new RecordWalk(resources, false).visit(results, results);
    return results.results;
  }

  /**
   * A way to open many entries with the same memory: for one thread that looks at each record only
   * while it is shown.
   *
   * @return a walk of its own
   */
  public RecordWalk walk() {
    return new RecordWalk(resources, true);
  }

  @Override
  public void close() {
    resources.decompressor().close();
  }

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
      return record
          .withExplicitHashKey(entry.explicitHashKey())
          .withId(view.isPart() ? null : entry.id());
    }
  }

  /** Collects what a reader can open. Not safe for use by many threads. */
  public static final class Builder {
    private ReaderLimits limits = ReaderLimits.DEFAULT;
    private ZstdDictionary[] dictionaries = {};
    private @Nullable Decryptor decryptor;
    private @Nullable ClaimStore claims;
    private boolean requireEncrypted;
    private boolean zlib;
    private boolean splitJson;

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
     * Sets whether records count only out of encrypted frames. Without it a reader takes plain
     * records too, so that whoever may put to the stream may put what was never encrypted.
     *
     * @param requireEncrypted true to make {@code Malformed} of all that lies in no encrypted
     *     frame; false is the default
     * @return this builder
     */
    public Builder requireEncrypted(boolean requireEncrypted) {
      this.requireEncrypted = requireEncrypted;
      return this;
    }

    /**
     * Sets whether records that begin as a stream of zlib (RFC 1950) are opened, as fluentd and
     * others write them. One in a thousand random payloads begins so.
     *
     * @param zlib true to open them; false, the default, to take them as they are
     * @return this builder
     */
    public Builder zlib(boolean zlib) {
      this.zlib = zlib;
      return this;
    }

    /**
     * Sets whether a record that holds several JSON documents, one behind the other or in one
     * array, is that many records. Each has a sub-sequence number of its own, and none an id: it is
     * told by its place. What is not JSON from its beginning to its end stays one record.
     *
     * @param splitJson true to take records apart; false is the default
     * @return this builder
     */
    public Builder splitJson(boolean splitJson) {
      this.splitJson = splitJson;
      return this;
    }

    /**
     * Completes the reader.
     *
     * @return the reader; close it
     * @throws IllegalStateException if encryption is required, and there is no decryptor
     */
    public RecordReader build() {
      if (requireEncrypted && decryptor == null) {
        throw new IllegalStateException(
            "requireEncrypted needs a decryptor: without one no record could be read");
      }
      return new RecordReader(this);
    }
  }
}
