// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens gzip and zstd frames, and streams of zlib, within hard bounds. Every byte must belong to a
 * whole frame.
 *
 * <p>Safe for use by many threads; native contexts are kept and used again. Close it to free them.
 *
 * @since 0.1.0
 */
public final class Decompressor implements AutoCloseable {

  private static final int DEFLATE = 8;
  private static final int MAX_WINDOW = 7;
  private static final int PRESET_DICTIONARY = 0x20;

  private final List<ZstdDictionary> dictionaries;
  private final GzipDecompressor gzip = new GzipDecompressor();
  private @Nullable ZstdDecompressor zstd; // guarded by this; made for the first frame
  private boolean closed; // guarded by this

  private Decompressor(List<ZstdDictionary> dictionaries) {
    this.dictionaries = dictionaries;
  }

  /**
   * Opens frames that need one of the given dictionaries, or none.
   *
   * @param dictionaries the dictionaries that frames may name
   * @return the decompressor
   */
  public static Decompressor withDictionaries(ZstdDictionary... dictionaries) {
    return new Decompressor(List.of(dictionaries));
  }

  /**
   * Opens one frame.
   *
   * @param format what its first bytes say, from {@link FrameFormat#detect}
   * @param array holds the frame
   * @param offset where it begins
   * @param length its size in bytes
   * @param limits how much may come out
   * @return what was inside, in an array of its size
   * @throws MalformedFrameException if the frame is broken, needs an unknown dictionary, or exceeds
   *     the limits
   * @throws IllegalStateException after {@link #close()}
   */
  public byte[] decompress(
      FrameFormat format, byte[] array, int offset, int length, FrameLimits limits)
      throws MalformedFrameException {
    var out = FrameBuffer.fresh();
    decompress(format, EventRecord.of("frame", array, offset, length), limits, out);
    return out.exactly();
  }

  /**
   * Opens one frame into memory that can be used again.
   *
   * @param format what its first bytes say, from {@link FrameFormat#detect}
   * @param frame the frame; its key does not matter
   * @param limits how much may come out
   * @param out receives what was inside, and what the attempt cost, also if it fails
   * @throws MalformedFrameException if the frame is broken, needs an unknown dictionary, or exceeds
   *     the limits
   * @throws IllegalStateException after {@link #close()}
   */
  public void decompress(FrameFormat format, EventRecord frame, FrameLimits limits, FrameBuffer out)
      throws MalformedFrameException {
    int maxBytes = limits.maxBytesFrom(frame.sizeBytes());
    out.begin();
    switch (format) {
      case GZIP -> gzip.decompress(frame, maxBytes, out);
      case ZSTD -> zstd().decompress(frame, maxBytes, out);
    }
  }

  /**
   * Opens a stream of zlib (RFC 1950), into memory that can be used again. It is no format that
   * {@link FrameFormat#detect} finds, since its first bytes say little.
   *
   * @param stream the stream; its key does not matter
   * @param limits how much may come out
   * @param out receives what was inside, and what the attempt cost, also if it fails
   * @throws MalformedFrameException if the stream is broken, has bytes behind it, or exceeds the
   *     limits
   * @throws IllegalStateException after {@link #close()}
   */
  public void decompressZlib(EventRecord stream, FrameLimits limits, FrameBuffer out)
      throws MalformedFrameException {
    out.begin();
    gzip.decompressZlib(stream, limits.maxBytesFrom(stream.sizeBytes()), out);
  }

  /**
   * Looks whether bytes may be a stream of zlib. One in a thousand random payloads may.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if their first two are a header of zlib without a preset dictionary
   */
  public static boolean maybeZlib(byte[] array, int offset, int length) {
    if (length < 2) {
      return false;
    }
    int method = array[offset] & 0xff;
    int flags = array[offset + 1] & 0xff;
    return (method & 0xf) == DEFLATE
        && method >> 4 <= MAX_WINDOW
        && (flags & PRESET_DICTIONARY) == 0
        && (method << 8 | flags) % 31 == 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    gzip.close();
    if (zstd != null) {
      zstd.close();
    }
  }

  /** The library's classes and its native part cost a cold start, so they wait for a frame. */
  private synchronized ZstdDecompressor zstd() {
    if (closed) {
      throw new IllegalStateException("the decompressor is closed");
    }
    if (zstd == null) {
      zstd = new ZstdDecompressor(dictionaries);
    }
    return zstd;
  }
}
