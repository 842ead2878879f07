// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt.internal;

import io.github.kinesisetl.core.encrypt.DataKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an encrypted frame (docs/wire-format.md): magic 4, version 1, length of the key id
 * 2, key id, length of the wrapped key 2, wrapped key, IV 12, then the ciphertext with its tag of
 * 16. All before the ciphertext is authenticated with it. Numbers are big-endian.
 */
public final class EncryptedFormat {

  /** The most that a frame is longer than what is inside. */
  public static final int MAX_OVERHEAD_BYTES =
      EncryptedFormat.FIXED_BYTES + DataKey.MAX_WRAPPED_BYTES;

  private static final byte[] MAGIC = {(byte) 0xec, (byte) 0x9b, (byte) 0x5a, (byte) 0xa1};

  /** How long the magic is. */
  public static final int MAGIC_BYTES = 4;

  /** The version of frames that are bound to no context. */
  public static final byte VERSION = 1;

  /** The version of frames whose context is authenticated with them. */
  public static final byte BOUND = 2;

  /** How long the initialisation vector is. */
  public static final int IV_BYTES = 12;

  /** How long the tag of authentication is. */
  public static final int TAG_BYTES = 16;

  /** What a frame takes besides key id, wrapped key and content. */
  public static final int FIXED_BYTES = MAGIC_BYTES + 1 + 2 + 2 + IV_BYTES + TAG_BYTES;

  private EncryptedFormat() {}

  /**
   * Begins a frame.
   *
   * @param frame where to
   */
  public static void writeMagic(ByteBuffer frame) {
    frame.put(MAGIC);
  }

  /**
   * Looks at the first bytes.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if they claim to be an encrypted frame
   */
  public static boolean isEncrypted(byte[] array, int offset, int length) {
    if (length < MAGIC.length) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (array[offset + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Finds the wrapped key of a frame, with the master key's id.
   *
   * @param array holds the frame
   * @param offset where it begins
   * @param length its size
   * @return a view of them, or null if the frame ends before
   */
  public static @Nullable ByteBuffer keyIn(byte[] array, int offset, int length) {
    int from = MAGIC_BYTES + 1;
    int at = from;
    for (int field = 0; field < 2; field++) {
      if (length - at < 2) {
        return null;
      }
      at += 2 + (((array[offset + at] & 0xff) << 8) | (array[offset + at + 1] & 0xff));
    }
    return at > length ? null : ByteBuffer.wrap(array, offset + from, at - from);
  }
}
