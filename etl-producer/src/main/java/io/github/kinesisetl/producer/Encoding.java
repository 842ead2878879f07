// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * What is written: part of {@link ProducerOptions}. Immutable.
 *
 * @param mode what an entry holds
 * @param recordFormat what compresses each record by itself in modes {@code KPL} and {@code PLAIN};
 *     null for nothing
 * @param compressionLevel the level of zstd, 1 (fast) to 22 (small)
 * @param compressionThreads how many threads compress, 1 to 64
 * @param maxAggregateBytes most bytes of records in an entry before compression, 1 KiB to 8 MiB
 * @param maxRecordBytes largest entry that is written, key included, 1 KiB to 10 MiB; 0 for what
 *     the stream takes
 * @param assumedDistribution how the stream is taken to distribute records if it does not tell
 */
public record Encoding(
    OutputMode mode,
    @Nullable FrameFormat recordFormat,
    int compressionLevel,
    int compressionThreads,
    int maxAggregateBytes,
    int maxRecordBytes,
    Distribution assumedDistribution) {

  static final Range LEVELS = Range.ofNumbers("compressionLevel", 1, 22);
  static final Range THREADS = Range.ofNumbers("compressionThreads", 1, 64);
  static final Range AGGREGATES = Range.ofBytes("maxAggregateBytes", 1 << 10, 8 << 20);
  static final Range RECORDS = Range.ofBytes("maxRecordBytes", 1 << 10, 10 << 20);

  /**
   * {@code DENSE} at level 1 by one thread, 256 KiB in an entry, records as large as the stream
   * takes.
   */
  public static final Encoding DEFAULT =
      new Encoding(
          OutputMode.DENSE,
          null,
          Compressor.DEFAULT_ZSTD_LEVEL,
          1,
          256 << 10,
          0,
          Distribution.UNKNOWN);

  /** Checks each by itself. */
  public Encoding {
    requireNonNull(mode, "mode");
    requireNonNull(assumedDistribution, "assumedDistribution");
    LEVELS.check(compressionLevel);
    THREADS.check(compressionThreads);
    AGGREGATES.check(maxAggregateBytes);
    if (maxRecordBytes != 0) {
      RECORDS.check(maxRecordBytes);
    }
  }

  /** Whether anything is compressed by zstd. */
  boolean usesZstd() {
    return mode == OutputMode.DENSE || recordFormat == FrameFormat.ZSTD;
  }

  Encoding mode(OutputMode mode) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding recordFormat(FrameFormat recordFormat) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding compressionLevel(int compressionLevel) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding compressionThreads(int compressionThreads) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding maxAggregateBytes(int maxAggregateBytes) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding maxRecordBytes(int maxRecordBytes) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }

  Encoding assumedDistribution(Distribution assumedDistribution) {
    return new Encoding(
        mode,
        recordFormat,
        compressionLevel,
        compressionThreads,
        maxAggregateBytes,
        maxRecordBytes,
        assumedDistribution);
  }
}
