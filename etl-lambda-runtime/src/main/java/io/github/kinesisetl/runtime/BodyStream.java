// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a response, of known length or in chunks (RFC 9112, section 7.1). It ends where the
 * body ends; closing it leaves the connection open. Reads are safe from many threads: one of a
 * handler's that still reads when its invocation is over takes nothing of what follows the body.
 */
final class BodyStream extends InputStream {

  private static final int MAX_LINE_BYTES = 8 << 10;

  private final BufferedInput in;
  private final boolean chunked;
  private long remaining; // of the body, or of the chunk
  private boolean begun;
  private boolean ended;

  private BodyStream(BufferedInput in, boolean chunked, long remaining) {
    this.in = in;
    this.chunked = chunked;
    this.remaining = remaining;
    this.ended = !chunked && remaining == 0;
  }

  static BodyStream ofLength(BufferedInput in, long bytes) {
    return new BodyStream(in, false, bytes);
  }

  static BodyStream chunked(BufferedInput in) {
    return new BodyStream(in, true, 0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new EOFException("the payload ended %d bytes early".formatted(remaining));
    }
    remaining -= read;
    ended = !chunked && remaining == 0;
    return read;
  }

  /** What is still to come, as far as that is known: whoever reads can make room for it. */
  @Override
  public synchronized int available() {
    return (int) Math.min(remaining, Integer.MAX_VALUE);
  }

  private void nextChunk() throws IOException {
    if (begun && !in.readLine(MAX_LINE_BYTES).isEmpty()) {
      throw new IOException("a chunk is longer than it says");
    }
    begun = true;
    String line = in.readLine(MAX_LINE_BYTES);
    int extension = line.indexOf(';');
    String size = (extension < 0 ? line : line.substring(0, extension)).trim();
    if (!size.matches("[0-9a-fA-F]{1,8}")) {
      throw new IOException("a chunk does not say how long it is");
    }
    remaining = Long.parseLong(size, 16);
    if (remaining == 0) {
      String trailer; // nobody needs them
      do {
        trailer = in.readLine(MAX_LINE_BYTES);
      } while (!trailer.isEmpty());
      ended = true;
    }
  }
}
