// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.Protection;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a single event travels: compressed alone, encrypted alone, or as a claim check,
 * as the options ask for. Safe for use by many threads.
 */
public final class RecordForm implements AutoCloseable {

  private final boolean isPlain;
  private final Encoding encoding;
  private final Protection protection;
  private final IntSupplier streamRecordBytes;
  private final @Nullable Compressor records;
  private final @Nullable Compressor largeEvents;
  private final @Nullable FrameCipher cipher;
  private final @Nullable ClaimStore claims;

  /**
   * A form as the options ask for.
   *
   * @param encoding what is written
   * @param protection what encrypts, and where large events lie
   * @param streamRecordBytes largest entry that the stream takes now
   */
  public RecordForm(Encoding encoding, Protection protection, IntSupplier streamRecordBytes) {
    this.encoding = encoding;
    this.protection = protection;
    this.streamRecordBytes = streamRecordBytes;
    isPlain = encoding.mode() == OutputMode.PLAIN;
    cipher = protection.cipher();
    claims = protection.claims();
    boolean isDense = encoding.mode() == OutputMode.DENSE;
    records = isDense ? null : recordCompressor(encoding);
    largeEvents = isDense ? Compressor.zstd(encoding.compression().compressionLevel()) : null;
  }

  /**
   * The largest entry before it is compressed and encrypted.
   *
   * @param encoding what is written
   * @param protection what encrypts
   * @param streamRecordBytes largest entry that the stream takes
   * @return bytes, key included
   */
  public static int maxRecordBytes(
      Encoding encoding, Protection protection, int streamRecordBytes) {
    boolean encryptsAggregates = protection.cipher() != null && encoding.mode() != OutputMode.PLAIN;
    int frameBytes =
        encoding.mode() == OutputMode.DENSE
            ? Compressor.maxZstdOverheadBytes(streamRecordBytes)
            : 0;
    return streamRecordBytes
        - frameBytes
        - (encryptsAggregates ? EncryptedFormat.MAX_OVERHEAD_BYTES : 0);
  }

  /**
   * Gives an encoded event its form.
   *
   * @param scratch holds the event, and its form afterwards
   * @return false if it is too large in any
   */
  public boolean shape(Scratch scratch) {
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

  private static @Nullable Compressor recordCompressor(Encoding encoding) {
    FrameFormat format = encoding.compression().recordFormat();
    if (format == null) {
      return null;
    }
    return format == FrameFormat.GZIP
        ? Compressor.gzip()
        : Compressor.zstd(encoding.compression().compressionLevel());
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
    return entryBytes <= maxRecordBytes(encoding, protection, streamRecordBytes.getAsInt());
  }
}
