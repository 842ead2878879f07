// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;

/**
 * What a zstd frame says of itself before anything is decompressed (RFC 8878, section 3.1.1.1).
 *
 * @param windowBytes memory that a streaming decoder takes for it
 * @param dictionaryId 0 if it needs none
 * @param contentBytes what comes out, or {@link #UNKNOWN}
 */
record ZstdFrameHeader(long windowBytes, long dictionaryId, long contentBytes) {

  static final long UNKNOWN = -1;

  private static final int MAGIC_BYTES = 4;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  static ZstdFrameHeader parse(byte[] frame, int offset, int length)
      throws MalformedFrameException {
    int end = offset + length;
    int at = offset + MAGIC_BYTES;
    int descriptor = (int) littleEndian(frame, at++, 1, end);
    boolean singleSegment = (descriptor & 0x20) != 0;
    long window = 0;
    if (!singleSegment) {
      int exponentAndMantissa = (int) littleEndian(frame, at++, 1, end);
      long base = 1L << (10 + (exponentAndMantissa >> 3));
      window = base + base / 8 * (exponentAndMantissa & 7);
    }
    int idBytes = DICTIONARY_ID_BYTES[descriptor & 3];
    long dictionaryId = littleEndian(frame, at, idBytes, end);
    at += idBytes;
    long content = contentBytes(frame, at, descriptor, end);
    return new ZstdFrameHeader(singleSegment ? content : window, dictionaryId, content);
  }

  private static long contentBytes(byte[] frame, int at, int descriptor, int end)
      throws MalformedFrameException {
    int flag = (descriptor >> 6) & 3;
    boolean singleSegment = (descriptor & 0x20) != 0;
    if (flag == 0) {
      return singleSegment ? littleEndian(frame, at, 1, end) : UNKNOWN;
    }
    long size = littleEndian(frame, at, CONTENT_SIZE_BYTES[flag], end);
    if (size < 0) {
      throw new MalformedFrameException(Reason.TOO_LARGE, "a zstd frame claims 2^63 bytes or more");
    }
    return flag == 1 ? size + 256 : size;
  }

  private static long littleEndian(byte[] bytes, int at, int count, int end)
      throws MalformedFrameException {
    if (at + count > end) {
      throw new MalformedFrameException(Reason.TRUNCATED, "a zstd frame ends within its header");
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
