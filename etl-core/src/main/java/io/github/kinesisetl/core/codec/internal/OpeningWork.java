// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What opening one entry has cost, and what it may still cost. Everything is charged before or
 * while it is done, and whether it succeeds or not; what is no longer affordable is not tried. So
 * an entry costs no more than these bounds, whatever it holds. Not safe for use by many threads.
 */
public final class OpeningWork {

  /** So many frames are tried however small the entry is. */
  public static final int FREE_FRAMES = 1_000;

  /** One more frame is tried for so many bytes of the entry: no useful frame is smaller. */
  public static final int BYTES_A_FRAME = 32;

  /**
   * So often the entry's bytes may go into decompressors, one inside of the other: what was
   * compressed once hardly shrinks again.
   */
  public static final int PASSES = 2;

  /** So many compressed bytes may be opened however small the entry is. */
  public static final int FREE_BYTES = 256 << 10;

  private final ReaderLimits limits;
  private final Set<ByteBuffer> keys = new HashSet<>();
  private long entryBytes;
  private int producedBytes;
  private long takenBytes;
  private long hashedBytes;
  private int frames;
  private int failures;
  private int claims;
  private @Nullable MalformedFrameException refusal;

  OpeningWork(ReaderLimits limits) {
    this.limits = limits;
  }

  /**
   * Bytes that came out of frames and object storage, or that memory was taken for in vain.
   *
   * @return at most the bytes of {@link ReaderLimits#frames()}
   */
  public int producedBytes() {
    return producedBytes;
  }

  /**
   * Compressed bytes that were given to decompressors.
   *
   * @return at most {@value #FREE_BYTES} and {@value #PASSES} times what was stored
   */
  public long takenBytes() {
    return takenBytes;
  }

  /**
   * Bytes whose MD5 was made, to tell aggregates from payloads.
   *
   * @return at most what was stored and what came out of frames
   */
  public long hashedBytes() {
    return hashedBytes;
  }

  /**
   * Frames, their members and blocks, and what looked like a claim check.
   *
   * @return at most {@value #FREE_FRAMES}, and one for {@value #BYTES_A_FRAME} bytes stored
   */
  public int frames() {
    return frames;
  }

  /**
   * Frames and claims that could not be opened.
   *
   * @return at most {@value ReaderLimits#MAX_FAILURES} were tried; later ones are not counted
   */
  public int failures() {
    return failures;
  }

  /**
   * Data keys that the entry's frames name.
   *
   * @return at most {@value ReaderLimits#MAX_DATA_KEYS}
   */
  public int dataKeys() {
    return keys.size();
  }

  /**
   * Claims that were redeemed, or tried in vain.
   *
   * @return at most {@value ReaderLimits#MAX_CLAIMS}
   */
  public int claims() {
    return claims;
  }

  void begin(int storedBytes) {
    keys.clear();
    entryBytes = storedBytes;
    producedBytes = 0;
    takenBytes = 0;
    hashedBytes = 0;
    frames = 0;
    failures = 0;
    claims = 0;
    refusal = null;
  }

  /** How much may still come out. */
  int leftBytes() {
    return Math.max(0, limits.frames().maxBytes() - producedBytes);
  }

  /** Pays for a frame that is about to be opened. */
  void frame() throws MalformedFrameException {
    if (failures >= ReaderLimits.MAX_FAILURES || frames >= maxFrames() || leftBytes() == 0) {
      throw refused();
    }
    frames++;
  }

  /** Pays for a compressed frame, and gives the buffer what is left. */
  void compressed(int frameBytes, FrameBuffer buffer) throws MalformedFrameException {
    frame();
    if (takenBytes + frameBytes > FREE_BYTES + PASSES * entryBytes) {
      throw refused();
    }
    takenBytes += frameBytes;
    buffer.allowParts((int) Math.min(Integer.MAX_VALUE, 1 + maxFrames() - frames));
  }

  /** Pays for what a decompressor did; the frame itself is paid for. */
  void decompressed(FrameBuffer buffer, boolean isOpened) {
    frames += Math.max(0, buffer.parts() - 1);
    produced(isOpened ? buffer.sizeBytes() : buffer.roomBytes());
  }

  void produced(int bytes) {
    producedBytes = (int) Math.min(limits.frames().maxBytes(), (long) producedBytes + bytes);
  }

  /** Pays for a frame that is encrypted, and for its key if it is the first under it. */
  void encrypted(byte[] array, int offset, int length) throws MalformedFrameException {
    frame();
    requireLeft(length);
    ByteBuffer key = EncryptedFormat.keyIn(array, offset, length);
    if (key == null || keys.contains(key)) {
      return;
    }
    if (keys.size() == ReaderLimits.MAX_DATA_KEYS) {
      throw refused();
    }
    byte[] copy = new byte[key.remaining()];
    key.get(copy);
    keys.add(ByteBuffer.wrap(copy));
  }

  /** Pays for a claim that is about to be redeemed. */
  void claim(int bytes) throws MalformedFrameException {
    if (claims == ReaderLimits.MAX_CLAIMS) {
      throw refused();
    }
    requireLeft(bytes);
    claims++;
    produced(bytes);
  }

  /** Takes note of what lay in object storage: it is as good as stored. */
  void redeemed(int bytes) {
    entryBytes += bytes;
  }

  /** Pays for an MD5. */
  void hashed(int bytes) throws MalformedFrameException {
    if (hashedBytes + bytes > entryBytes + limits.frames().maxBytes()) {
      throw refused();
    }
    hashedBytes += bytes;
  }

  /** Takes note of a frame that was tried in vain. */
  void failed(MalformedFrameException cause) {
    if (cause != refusal) {
      failures++;
    }
  }

  private void requireLeft(int bytes) throws MalformedFrameException {
    if (leftBytes() < bytes) {
      throw new MalformedFrameException(
          Reason.TOO_LARGE,
          "an entry holds more than the %d bytes allowed".formatted(limits.frames().maxBytes()));
    }
  }

  private long maxFrames() {
    return FREE_FRAMES + entryBytes / BYTES_A_FRAME;
  }

  /** One and the same for all that is not tried, since an entry may hold many thousands of it. */
  private MalformedFrameException refused() {
    MalformedFrameException known = refusal;
    if (known == null) {
      known =
          new MalformedFrameException(
              Reason.TOO_LARGE,
              "an entry makes more work than is allowed: %d bytes out of %d frames, %d of them broken"
                  .formatted(producedBytes, frames, failures));
      refusal = known;
    }
    return known;
  }
}
