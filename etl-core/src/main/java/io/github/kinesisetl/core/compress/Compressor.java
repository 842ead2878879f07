// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.RecordBuffer;

/**
 * Makes frames: compressed bytes, complete with header.
 *
 * <p>Safe for use by many threads; contexts are kept and used again, one for each thread that
 * compresses at the same time. Close it to free their native memory; afterwards it refuses to work.
 *
 * @since 0.1.0
 */
public sealed interface Compressor extends AutoCloseable permits GzipCompressor, ZstdCompressor {

  /** The fastest level of zstd's regular ones; higher ones pay CPU for somewhat fewer bytes. */
  int DEFAULT_ZSTD_LEVEL = 1;

  /**
   * Makes gzip members at the platform's default level.
   *
   * @return the compressor
   */
  static Compressor gzip() {
    return new GzipCompressor();
  }

  /**
   * Makes zstd frames that carry their content size.
   *
   * @param level 1 (fast) to 22 (small)
   * @return the compressor
   * @throws IllegalArgumentException if the level is out of range
   */
  static Compressor zstd(int level) {
    return new ZstdCompressor(level, null, false);
  }

  /**
   * Makes zstd frames that carry their content size and a checksum of it, four bytes at their end:
   * what dense aggregates travel in.
   *
   * @param level 1 (fast) to 22 (small)
   * @return the compressor
   * @throws IllegalArgumentException if the level is out of range
   */
  static Compressor zstdWithChecksum(int level) {
    return new ZstdCompressor(level, null, true);
  }

  /**
   * Makes zstd frames against a trained dictionary, whose id the frames carry. It is meant for
   * single records and tiny batches; in a large aggregate the records are each other's dictionary.
   *
   * @param level 1 (fast) to 22 (small)
   * @param dictionary the dictionary; readers need the same
   * @return the compressor
   * @throws IllegalArgumentException if the level is out of range
   */
  static Compressor zstd(int level, ZstdDictionary dictionary) {
    return new ZstdCompressor(level, dictionary, false);
  }

  /**
   * By how much a zstd frame of this project can be longer than what does not shrink: its header,
   * its checksum, and three bytes a block.
   *
   * @param contentBytes what is in it
   * @return an upper bound in bytes
   */
  static int maxZstdOverheadBytes(int contentBytes) {
    return ZstdCompressor.maxOverheadBytes(contentBytes);
  }

  /**
   * The format of the frames.
   *
   * @return what a reader will detect
   */
  FrameFormat format();

  /**
   * Compresses a range into a buffer that can be used again and again.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @param out receives one complete frame behind what it holds already
   * @throws IllegalStateException after {@link #close()}
   */
  void compress(byte[] array, int offset, int length, RecordBuffer out);

  /**
   * Compresses a range.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return one complete frame, in an array of its size
   * @throws IllegalStateException after {@link #close()}
   */
  default byte[] compress(byte[] array, int offset, int length) {
    var frame = new RecordBuffer(64 + length / 4);
    compress(array, offset, length, frame);
    return frame.toByteArray();
  }

  /**
   * Compresses a whole array.
   *
   * @param bytes what to compress
   * @return one complete frame, in an array of its size
   * @throws IllegalStateException after {@link #close()}
   */
  default byte[] compress(byte[] bytes) {
    return compress(bytes, 0, bytes.length);
  }

  @Override
  void close();
}
