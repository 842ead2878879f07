// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.internal.memory.AggregatorPool;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.spi.Entry;
import org.jspecify.annotations.Nullable;

/** Makes entries of aggregates: frame, encrypted frame. Safe for use by many threads. */
public final class Encoder implements EntryEncoder, AutoCloseable {

  /** The partition key of an entry that is routed by its explicit hash key, as KPL writes it. */
  private static final String ROUTED_KEY = "a";

  private static final byte[] SKIPPABLE_HEADER = {0x50, 0x2a, 0x4d, 0x18};
  private static final int INITIAL_BYTES = 4 << 10;

  private final AggregatorPool aggregators;
  private final FramePool frames;
  private final ThreadLocal<RecordBuffer> scratch =
      ThreadLocal.withInitial(() -> new RecordBuffer(INITIAL_BYTES));
  private final boolean isDense;
  private final boolean routes;
  private final Compressor compressor;
  private final @Nullable FrameCipher cipher;

  /**
   * An encoder.
   *
   * @param encoding what is written
   * @param cipher what encrypts entries; null for nothing
   * @param routes whether an entry says where it goes
   * @param frames where arrays for entries come from
   * @param maxIdleBytes most bytes of aggregators that lie idle
   */
  public Encoder(
      Encoding encoding,
      @Nullable FrameCipher cipher,
      boolean routes,
      FramePool frames,
      long maxIdleBytes) {
    this.isDense = encoding.mode() == OutputMode.DENSE;
    this.routes = routes;
    this.frames = frames;
    this.aggregators =
        new AggregatorPool(
            maxIdleBytes,
            isDense
                ? () -> RecordAggregator.dense(INITIAL_BYTES)
                : () -> RecordAggregator.kpl(INITIAL_BYTES));
    this.compressor = Compressor.zstdWithChecksum(encoding.compression().compressionLevel());
    this.cipher = cipher;
  }

  /**
   * Finds out whether what compresses can be loaded, before anything is promised.
   *
   * @param encoding what is written
   * @throws IllegalStateException if it cannot; the message tells the remedies
   */
  public static void requireWhatItNeeds(Encoding encoding) {
    boolean usesZstd =
        encoding.mode() == OutputMode.DENSE
            || encoding.compression().recordFormat() == FrameFormat.ZSTD;
    if (!usesZstd) {
      return;
    }
    try (Compressor zstd = Compressor.zstd(encoding.compression().compressionLevel())) {
      byte[] unused = zstd.compress(new byte[1]);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "zstd cannot be loaded: its native library is unpacked to java.io.tmpdir (%s), which must"
                  .formatted(System.getProperty("java.io.tmpdir"))
              + " be a directory that can be written and executed from; set -Djava.io.tmpdir or"
              + " -DZstdTempFolder to one, or use mode KPL or PLAIN without recordFormat ZSTD",
          e);
    }
  }

  @Override
  public RecordAggregator aggregator() {
    return aggregators.take();
  }

  @Override
  public void giveBack(RecordAggregator aggregator) {
    aggregators.give(aggregator);
  }

  /** Makes an entry over an array of the pool unless it is encrypted. */
  @Override
  public Entry encode(RecordBuffer aggregate, HashKey firstHash) {
    RecordBuffer sent = isDense ? framed(aggregate) : aggregate;
    if (cipher != null) {
      byte[] sealed = cipher.encrypt(sent.array(), 0, sent.sizeBytes());
      return new Entry(ROUTED_KEY, routes ? firstHash : null, sealed);
    }
    byte[] array = frames.take(sent.sizeBytes());
    System.arraycopy(sent.array(), 0, array, 0, sent.sizeBytes());
    return new Entry(ROUTED_KEY, routes ? firstHash : null, array, sent.sizeBytes());
  }

  @Override
  public void close() {
    compressor.close();
  }

  private RecordBuffer framed(RecordBuffer aggregate) {
    RecordBuffer frame = scratch.get();
    frame.clear();
    compressor.compress(aggregate.array(), 0, aggregate.sizeBytes(), frame);
    int missing = FrameLimits.DEFAULT.minFrameBytes(aggregate.sizeBytes()) - frame.sizeBytes();
    if (missing > 0) { // denser than readers take by default, which it need not be
      writeSkippable(frame, missing);
    }
    return frame;
  }

  /** Writes a frame that readers skip (RFC 8878, section 3.1.2), of at least so many bytes. */
  private static void writeSkippable(RecordBuffer out, int bytes) {
    int content = Math.max(0, bytes - SKIPPABLE_HEADER.length - Integer.BYTES);
    out.write(SKIPPABLE_HEADER);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(content >>> shift);
    }
    out.write(new byte[content]);
  }
}
