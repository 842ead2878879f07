// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import static java.util.Objects.checkFromIndexSize;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing array of bytes that is written, read in place and used again. Not safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class RecordBuffer extends OutputStream {

  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 16;

  private byte[] array;
  private int sizeBytes;

  /**
   * An empty buffer.
   *
   * @param initialBytes room before it must grow
   */
  public RecordBuffer(int initialBytes) {
    array = new byte[initialBytes];
  }

  @Override
  public void write(int value) {
    reserve(1);
    array[sizeBytes++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    checkFromIndexSize(offset, length, bytes.length);
    reserve(length);
    System.arraycopy(bytes, offset, array, sizeBytes, length);
    sizeBytes += length;
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /**
   * Makes room to write into {@link #array()} directly, behind {@link #sizeBytes()}.
   *
   * @param more bytes that will fit
   * @return the array, which may be another one than before
   * @throws IllegalStateException if the buffer would exceed what an array can hold
   */
  public byte[] reserve(int more) {
    long needed = (long) sizeBytes + more;
    if (needed > MAX_ARRAY_BYTES) {
      throw new IllegalStateException(
          "a buffer holds at most %d bytes, but %d are needed".formatted(MAX_ARRAY_BYTES, needed));
    }
    if (needed > array.length) {
      array =
          Arrays.copyOf(
              array, (int) Math.min(MAX_ARRAY_BYTES, Math.max(needed, array.length * 2L)));
    }
    return array;
  }

  /**
   * Counts what was written into the reserved room.
   *
   * @param written bytes, at most what was reserved
   * @throws IndexOutOfBoundsException if that is not within the array
   */
  public void advance(int written) {
    checkFromIndexSize(sizeBytes, written, array.length);
    sizeBytes += written;
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    sizeBytes = 0;
  }

  /**
   * Forgets what was written behind a size, such as an item that broke off.
   *
   * @param bytes 0 to {@link #sizeBytes()}
   * @throws IndexOutOfBoundsException if it is more
   */
  public void truncate(int bytes) {
    checkFromIndexSize(0, bytes, sizeBytes);
    sizeBytes = bytes;
  }

  /**
   * The array behind the buffer, valid from 0 for {@link #sizeBytes()} until the next write.
   *
   * @return the array itself
   */
  public byte[] array() {
    return array;
  }

  /**
   * How much was written.
   *
   * @return bytes
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * A copy of what was written.
   *
   * @return a new array of {@link #sizeBytes()}
   */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, sizeBytes);
  }

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}
}
