// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import org.jspecify.annotations.Nullable;

/**
 * How entries and records are compressed: part of {@link Encoding}. Immutable.
 *
 * @param recordFormat what compresses each record by itself in modes {@code KPL} and {@code PLAIN};
 *     null for nothing
 * @param compressionLevel the level of zstd, 1 (fast) to 22 (small)
 * @param compressionThreads how many threads compress, 1 to 64
 */
public record Compression(
    @Nullable FrameFormat recordFormat, int compressionLevel, int compressionThreads) {

  static final Range LEVELS = Range.ofNumbers("compressionLevel", 1, 22);
  static final Range THREADS = Range.ofNumbers("compressionThreads", 1, 64);

  /** Level 1 by one thread, and no record by itself. */
  public static final Compression DEFAULT = new Compression(null, Compressor.DEFAULT_ZSTD_LEVEL, 1);

  /** Checks each by itself. */
  public Compression {
    LEVELS.check(compressionLevel);
    THREADS.check(compressionThreads);
  }

  Compression recordFormat(FrameFormat recordFormat) {
    return new Compression(recordFormat, compressionLevel, compressionThreads);
  }

  Compression compressionLevel(int compressionLevel) {
    return new Compression(recordFormat, compressionLevel, compressionThreads);
  }

  Compression compressionThreads(int compressionThreads) {
    return new Compression(recordFormat, compressionLevel, compressionThreads);
  }
}
