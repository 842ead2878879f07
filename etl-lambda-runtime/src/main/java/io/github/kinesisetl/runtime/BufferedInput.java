// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines and bytes of a connection. Large reads go past its buffer, so that a payload is copied
 * once. Not safe for use by many threads.
 */
final class BufferedInput {

  private static final int BUFFER_BYTES = 8 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  BufferedInput(InputStream in) {
    this.in = in;
  }

  /**
   * Reads a line and its end, CR LF or LF.
   *
   * @throws EOFException if the connection ends within it
   */
  String readLine(int maxBytes) throws IOException {
    var line = new StringBuilder(80);
    while (true) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.append(new String(buffer, from, end - from, StandardCharsets.ISO_8859_1));
      if (line.length() > maxBytes) {
        throw new IOException("a line of more than %d bytes".formatted(maxBytes));
      }
      if (end < to) {
        from = end + 1;
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (!fill()) {
        throw new EOFException("the connection ended within a line");
      }
    }
  }

  /** Whether nothing follows any more; waits until that is known. */
  boolean isAtEnd() throws IOException {
    return from == to && !fill();
  }

  /** Reads what is there, at least a byte; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (from == to && length >= BUFFER_BYTES) {
      return in.read(target, offset, length);
    }
    if (isAtEnd()) {
      return -1;
    }
    int read = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, read);
    from += read;
    return read;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }
}
