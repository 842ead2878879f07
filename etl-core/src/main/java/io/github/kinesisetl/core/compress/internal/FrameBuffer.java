// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress.internal;

import java.util.Arrays;

/**
 * Memory that frames are opened into, one after the other. What a frame held is there until the
 * next one is opened. Not safe for use by many threads.
 */
public final class FrameBuffer {

  /** More than this is not kept for the next frame: 8 MiB. */
  public static final int MAX_KEPT_BYTES = 8 << 20;

  private static final int MIN_BYTES = 4 << 10;

  private final boolean reused;
  private byte[] array = new byte[0];
  private int sizeBytes;

  private FrameBuffer(boolean reused) {
    this.reused = reused;
  }

  /**
   * A buffer whose memory is used for the next frame again.
   *
   * @return the buffer
   */
  public static FrameBuffer reused() {
    return new FrameBuffer(true);
  }

  /**
   * A buffer that takes new memory for each frame, as much as the frame needs, so that what lies in
   * it may be kept.
   *
   * @return the buffer
   */
  public static FrameBuffer fresh() {
    return new FrameBuffer(false);
  }

  /**
   * The memory; a frame's content begins at 0.
   *
   * @return the array itself
   */
  public byte[] array() {
    return array;
  }

  /**
   * How much of it the last frame filled.
   *
   * @return bytes
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * Makes room for a content of a known size.
   *
   * @param bytes the size
   * @return the array to write to from its beginning; not shorter
   */
  public byte[] room(int bytes) {
    if (!reused) {
      array = new byte[bytes];
    } else if (array.length < bytes || array.length > MAX_KEPT_BYTES) {
      array = new byte[bytes <= MAX_KEPT_BYTES / 2 ? roundedUp(bytes) : bytes];
    }
    sizeBytes = bytes;
    return array;
  }

  /**
   * Takes a content that was made elsewhere.
   *
   * @param content the content, not copied
   */
  public void take(byte[] content) {
    array = content;
    sizeBytes = content.length;
  }

  /**
   * The content in an array of its size.
   *
   * @return the array itself if it fits, else a copy
   */
  public byte[] exactly() {
    return array.length == sizeBytes ? array : Arrays.copyOf(array, sizeBytes);
  }

  private static int roundedUp(int bytes) {
    return Math.max(MIN_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
  }
}
