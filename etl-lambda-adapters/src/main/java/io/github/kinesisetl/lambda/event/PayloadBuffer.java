// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A payload in one array: the runtime's own where it hands it over, else a copy in memory that is
 * used again. Not safe for use by many threads.
 */
final class PayloadBuffer {

  private static final int MIN_BYTES = 16 << 10;

  private byte[] own = new byte[0];
  private byte[] array = own;
  private int sizeBytes;

  void read(InputStream input) throws IOException {
    if (input.getClass() == ByteArrayInputStream.class && takeOver(input)) {
      return;
    }
    array = own;
    int read = input.read(array, sizeBytes, array.length - sizeBytes);
    while (read >= 0) {
      sizeBytes += read;
      if (sizeBytes == array.length) {
        int more = Math.max(input.available() + 1, Math.max(MIN_BYTES, sizeBytes));
        array = Arrays.copyOf(array, sizeBytes + more);
      }
      read = input.read(array, sizeBytes, array.length - sizeBytes);
    }
    own = array;
  }

  byte[] array() {
    return array;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  String text(int from, int to) {
    return new String(array, from, to - from, StandardCharsets.UTF_8);
  }

  void release() {
    array = own;
    sizeBytes = 0;
  }

  /**
   * JDK 17 passes the array of a {@link ByteArrayInputStream} on as it is, which saves a copy of 6
   * MB; newer ones pass it on in pieces. Nothing is written to it.
   */
  private boolean takeOver(InputStream input) throws IOException {
    sizeBytes = 0;
    if (Runtime.version().feature() > 17) {
      return false;
    }
    int available = input.available();
    var whole = new Whole(available);
    long unused = input.transferTo(whole);
    byte[] handed = whole.array;
    if (handed == null) {
      throw new IOException("the payload came in an unexpected form");
    }
    array = handed;
    sizeBytes = available;
    return true;
  }

  /** Takes one write of all bytes from an array's beginning. */
  private static final class Whole extends OutputStream {
    private final int expectedBytes;
    private byte @Nullable [] array;

    Whole(int expectedBytes) {
      this.expectedBytes = expectedBytes;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException("one byte of the payload came alone");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (array == null && length == expectedBytes) {
        array = offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
      } else {
        throw new IOException("the payload came in pieces");
      }
    }
  }
}
