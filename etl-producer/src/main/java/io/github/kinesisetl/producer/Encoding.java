// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;

/**
 * What is written: part of {@link ProducerOptions}. Immutable.
 *
 * @param mode what an entry holds
 * @param compression how it is compressed
 * @param maxAggregateBytes most bytes of records in an entry before compression, 1 KiB to 8 MiB
 * @param maxRecordBytes largest entry that is written, key included, 1 KiB to 10 MiB; 0 for what
 *     the stream takes
 * @param assumedDistribution how the stream is taken to distribute records if it does not tell
 */
public record Encoding(
    OutputMode mode,
    Compression compression,
    int maxAggregateBytes,
    int maxRecordBytes,
    Distribution assumedDistribution) {

  static final Range AGGREGATES = Range.ofBytes("maxAggregateBytes", 1 << 10, 8 << 20);
  static final Range RECORDS = Range.ofBytes("maxRecordBytes", 1 << 10, 10 << 20);

  /** {@code DENSE}, 256 KiB in an entry, records as large as the stream takes. */
  public static final Encoding DEFAULT =
      new Encoding(OutputMode.DENSE, Compression.DEFAULT, 256 << 10, 0, Distribution.UNKNOWN);

  /** Checks each by itself. */
  public Encoding {
    requireNonNull(mode, "mode");
    requireNonNull(compression, "compression");
    requireNonNull(assumedDistribution, "assumedDistribution");
    AGGREGATES.check(maxAggregateBytes);
    if (maxRecordBytes != 0) {
      RECORDS.check(maxRecordBytes);
    }
  }

  /** Whether anything is compressed by zstd. */
  boolean usesZstd() {
    return mode == OutputMode.DENSE || compression.recordFormat() == FrameFormat.ZSTD;
  }

  Encoding mode(OutputMode mode) {
    return new Encoding(mode, compression, maxAggregateBytes, maxRecordBytes, assumedDistribution);
  }

  Encoding compression(Compression compression) {
    return new Encoding(mode, compression, maxAggregateBytes, maxRecordBytes, assumedDistribution);
  }

  Encoding maxAggregateBytes(int maxAggregateBytes) {
    return new Encoding(mode, compression, maxAggregateBytes, maxRecordBytes, assumedDistribution);
  }

  Encoding maxRecordBytes(int maxRecordBytes) {
    return new Encoding(mode, compression, maxAggregateBytes, maxRecordBytes, assumedDistribution);
  }

  Encoding assumedDistribution(Distribution assumedDistribution) {
    return new Encoding(mode, compression, maxAggregateBytes, maxRecordBytes, assumedDistribution);
  }
}
