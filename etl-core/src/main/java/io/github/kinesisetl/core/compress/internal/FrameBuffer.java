// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress.internal;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.Arrays;

/**
 * Memory that frames are opened into, one after the other. What a frame held is there until the
 * next one is opened. Also tells what the last frame cost, whether it could be opened or not. Not
 * safe for use by many threads.
 */
public final class FrameBuffer {

  /** More than this is not kept for the next frame: 8 MiB. */
  public static final int MAX_KEPT_BYTES = 8 << 20;

  private static final int MIN_BYTES = 4 << 10;
  private static final byte[] NOTHING = {};

  private final boolean reused;
  private byte[] array = NOTHING;
  private int sizeBytes;
  private int roomBytes;
  private int parts;
  private boolean verified;
  private int mostParts = Integer.MAX_VALUE;

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
   * How much memory the last frame asked for: no less than it wrote, also if it then turned out to
   * be broken.
   *
   * @return bytes
   */
  public int roomBytes() {
    return roomBytes;
  }

  /**
   * How many pieces the last frame was opened in: members of gzip, frames and blocks of zstd.
   *
   * @return 0 or more
   */
  public int parts() {
    return parts;
  }

  /**
   * Whether a checksum stands for what the last frame held.
   *
   * @return true if it came out of zstd frames that each have one
   */
  public boolean isVerified() {
    return verified;
  }

  /** Says that a checksum stood for all that was written. */
  public void verified() {
    verified = true;
  }

  /** Forgets the last frame, and what it cost. */
  public void begin() {
    if (!reused || array.length > MAX_KEPT_BYTES) {
      array = NOTHING;
    }
    sizeBytes = 0;
    roomBytes = 0;
    parts = 0;
    verified = false;
  }

  /**
   * Makes room behind what is there.
   *
   * @param more how many bytes will fit
   * @return the array to write to from {@link #sizeBytes()} on
   */
  public byte[] room(int more) {
    int needed = Math.addExact(sizeBytes, more);
    roomBytes = Math.max(roomBytes, needed);
    if (array.length < needed) {
      array =
          Arrays.copyOf(array, reused && needed <= MAX_KEPT_BYTES / 2 ? rounded(needed) : needed);
    }
    return array;
  }

  /**
   * Counts what was written into the room.
   *
   * @param written bytes, at most what there was room for
   */
  public void advance(int written) {
    sizeBytes += written;
  }

  /**
   * Bounds the pieces of the frames to come; without it there is no bound.
   *
   * @param most how many a frame may have
   */
  public void allowParts(int most) {
    mostParts = most;
  }

  /**
   * Counts pieces that are about to be opened.
   *
   * @param more how many
   * @throws MalformedFrameException if that is more than allowed
   */
  public void countParts(int more) throws MalformedFrameException {
    if (more > mostParts - parts) {
      throw new MalformedFrameException(
          Reason.TOO_LARGE, "a frame has more than the %d pieces allowed".formatted(mostParts));
    }
    parts += more;
  }

  /**
   * The content in an array of its size.
   *
   * @return the array itself if it fits, else a copy
   */
  public byte[] exactly() {
    return array.length == sizeBytes ? array : Arrays.copyOf(array, sizeBytes);
  }

  private static int rounded(int bytes) {
    return Math.max(MIN_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
  }
}
