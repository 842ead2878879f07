// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.RecordBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a single event travels: compressed alone, encrypted alone, or as a claim check,
 * as the options ask for. Safe for use by many threads.
 */
final class RecordForm implements AutoCloseable {

  private final boolean isPlain;
  private final int maxRecordBytes;
  private final @Nullable Compressor records;
  private final @Nullable Compressor largeEvents;
  private final @Nullable FrameCipher cipher;
  private final @Nullable ClaimStore claims;

  RecordForm(ProducerOptions options, StreamPlan plan) {
    isPlain = options.mode() == OutputMode.PLAIN;
    cipher = options.cipher();
    claims = options.claims();
    boolean encryptsAggregates = cipher != null && !isPlain;
    maxRecordBytes =
        plan.maxRecordBytes() - (encryptsAggregates ? EncryptedFormat.MAX_OVERHEAD_BYTES : 0);
    boolean isDense = options.mode() == OutputMode.DENSE;
    records = isDense ? null : recordCompressor(options);
    largeEvents = isDense ? Compressor.zstd(options.compressionLevel()) : null;
  }

  /** The largest entry before it is encrypted. */
  int maxRecordBytes() {
    return maxRecordBytes;
  }

  /** Gives an encoded event its form; false if it is too large in any. */
  boolean shape(Scratch scratch) {
    if (records != null) {
      scratch.compress(records);
    }
    if (isPlain) {
      encrypt(scratch);
    }
    if (fits(scratch)) {
      return true;
    }
    if (claims == null) {
      return false;
    }
    claim(scratch, claims);
    return fits(scratch);
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
    if (largeEvents != null) {
      largeEvents.close();
    }
  }

  private static @Nullable Compressor recordCompressor(ProducerOptions options) {
    FrameFormat format = options.recordFormat();
    if (format == null) {
      return null;
    }
    return format == FrameFormat.GZIP
        ? Compressor.gzip()
        : Compressor.zstd(options.compressionLevel());
  }

  private void claim(Scratch scratch, ClaimStore store) {
    if (largeEvents != null) {
      scratch.compress(largeEvents);
    }
    if (!isPlain) {
      encrypt(scratch);
    }
    byte[] stored = scratch.data().toByteArray();
    scratch.replace(ClaimCheck.to(store.store(stored), stored).toJson());
    if (isPlain) {
      encrypt(scratch);
    }
  }

  private void encrypt(Scratch scratch) {
    if (cipher != null) {
      RecordBuffer data = scratch.data();
      scratch.replace(cipher.encrypt(data.array(), 0, data.sizeBytes()));
    }
  }

  private boolean fits(Scratch scratch) {
    int keyBytes = scratch.key().sizeBytes();
    int dataBytes = scratch.data().sizeBytes();
    int entryBytes =
        isPlain
            ? keyBytes + dataBytes
            : RecordAggregator.OVERHEAD_BYTES
                + RecordAggregator.maxBytesOf(keyBytes, dataBytes)
                + 1;
    return entryBytes <= maxRecordBytes;
  }
}
