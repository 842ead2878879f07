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
  GZIP,
  /** RFC 8878, also behind frames that are to be skipped. */
  ZSTD;

  /**
   * Looks at the first bytes: four of them tell gzip (magic, method, no flag that is reserved) and
   * zstd, so that of random payloads one in a hundred million looks like a frame.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return the form they claim to have, or nothing
   */
  public static Optional<FrameFormat> detect(byte[] array, int offset, int length) {
    if (GzipHeader.begins(array, offset, length)) {
      return Optional.of(GZIP);
    }
    int end = offset + length;
    int at = offset;
    while (ZstdFrameHeader.beginsSkippable(array, at, end)) {
      at = (int) Math.min(end, ZstdFrameHeader.endOfSkippable(array, at));
    }
    return ZstdFrameHeader.begins(array, at, end) ? Optional.of(ZSTD) : Optional.empty();
  }
}
