// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import java.util.Optional;

/**
 * The compressed forms that a reader knows by their first bytes.
 *
 * @since 0.1.0
 */
public enum FrameFormat {
  /** RFC 1952; what the deployment guide's {@code compress_data} wrote. */
  GZIP("\u001f\u008b"),
  /** RFC 8878. */
  ZSTD("(\u00b5/\u00fd");

  /** A character a byte. */
  private final String magic;

  FrameFormat(String magic) {
    this.magic = magic;
  }

  /**
   * Looks at the first bytes.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return the form they claim to have, or nothing
   */
  public static Optional<FrameFormat> detect(byte[] array, int offset, int length) {
    for (FrameFormat format : values()) {
      if (format.begins(array, offset, length)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean begins(byte[] array, int offset, int length) {
    if (length < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((array[offset + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
