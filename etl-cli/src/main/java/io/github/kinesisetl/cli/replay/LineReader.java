// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads lines that are plain, gzip or zstd, told apart by their first bytes, one at a time and
 * within bounds, whatever comes out of them. Not safe for use by many threads.
 */
final class LineReader implements Closeable {

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC_BYTES = 4;
  private static final int MAX_WINDOW_LOG =
      27; // 128 MiB, zstd's own bound for what it was not told

  private final InputStream in;
  private final Limits limits;
  private final RecordBuffer line = new RecordBuffer(1 << 10);
  private long bytes;
  private long number;
  private boolean isTooLong;

  private LineReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** Opens a stream, which the reader closes. */
  static LineReader open(InputStream stored, Limits limits) throws IOException {
    var buffered = new BufferedInputStream(stored, BUFFER_BYTES);
    buffered.mark(MAGIC_BYTES);
    byte[] magic = buffered.readNBytes(MAGIC_BYTES);
    buffered.reset();
    Optional<FrameFormat> format = FrameFormat.detect(magic, 0, magic.length);
    if (format.isEmpty()) {
      return new LineReader(buffered, limits);
    }
    return new LineReader(
        new BufferedInputStream(decompressing(format.get(), buffered), BUFFER_BYTES), limits);
  }

  private static InputStream decompressing(FrameFormat format, InputStream frames)
      throws IOException {
    if (format == FrameFormat.GZIP) {
      return new GZIPInputStream(frames, BUFFER_BYTES);
    }
    return new ZstdInputStreamNoFinalizer(frames).setLongMax(MAX_WINDOW_LOG);
  }

  /**
   * Goes to the next line that is not empty; false if there is none.
   *
   * @throws IOException if the compressed form is broken or cut, or more comes out of it than may
   */
  boolean next() throws IOException {
    while (readLine()) {
      if (isTooLong || line.sizeBytes() > 0) {
        return true;
      }
    }
    return false;
  }

  /** The line's number, from 1 on; empty ones count. */
  long number() {
    return number;
  }

  /** Whether the line was longer than may be; it is then empty. */
  boolean isTooLong() {
    return isTooLong;
  }

  /** The line's bytes, without its end. */
  byte[] line() {
    return line.toByteArray();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing below does anything but free memory
    }
  }

  /** False at the end. */
  private boolean readLine() throws IOException {
    line.clear();
    isTooLong = false;
    int next = read();
    if (next < 0) {
      return false;
    }
    number++;
    for (; next >= 0 && next != '\n'; next = read()) {
      if (line.sizeBytes() == limits.maxLineBytes()) {
        isTooLong = true;
        line.clear();
      }
      if (!isTooLong) {
        line.write(next);
      }
    }
    return true;
  }

  private int read() throws IOException {
    int next = in.read();
    if (next >= 0 && ++bytes > limits.maxBytes()) {
      throw new IOException("more than %d bytes come out".formatted(limits.maxBytes()));
    }
    return next;
  }

  /**
   * How much may come out of an object.
   *
   * @param maxLineBytes longest line that is kept, at least 1
   * @param maxBytes most bytes of all lines, at least 1
   */
  record Limits(int maxLineBytes, long maxBytes) {

    /** The longest letter, and 4 GiB against frames that never end. */
    static final Limits DEFAULT = new Limits(PageBuilder.MAX_LINE_BYTES, 4L << 30);

    Limits {
      if (maxLineBytes < 1 || maxBytes < 1) {
        throw new IllegalArgumentException(
            "maxLineBytes and maxBytes must be at least 1, but are %d and %d"
                .formatted(maxLineBytes, maxBytes));
      }
    }
  }
}
