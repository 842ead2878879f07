// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt.internal;

import io.github.kinesisetl.core.encrypt.DataKey;
import java.nio.ByteBuffer;

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

  /** The one version that there is. */
  public static final byte VERSION = 1;

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
}
