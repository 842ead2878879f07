// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;

/**
 * What a zstd frame says of itself before anything is decompressed (RFC 8878, section 3.1.1).
 *
 * @param endsAt the index behind its last byte
 * @param blocks how many blocks it has, at least 1
 * @param dictionaryId 0 if it needs none
 * @param contentBytes what comes out, or {@link #UNKNOWN}
 * @param boundBytes the most that its blocks can hold
 * @param hasChecksum whether a checksum of what comes out stands at its end
 */
record ZstdFrameHeader(
    int endsAt,
    int blocks,
    long dictionaryId,
    long contentBytes,
    long boundBytes,
    boolean hasChecksum) {

  static final long UNKNOWN = -1;

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int MAGIC_BYTES = 4;
  private static final int SKIPPABLE_HEADER_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  /** Whether a frame with content begins here. */
  static boolean begins(byte[] bytes, int at, int end) {
    return end - at >= MAGIC_BYTES && intAt(bytes, at) == MAGIC;
  }

  /** Whether a frame begins here that readers skip: an index of pzstd, say. */
  static boolean beginsSkippable(byte[] bytes, int at, int end) {
    return end - at >= SKIPPABLE_HEADER_BYTES && (intAt(bytes, at) & ~0xf) == SKIPPABLE_MAGIC;
  }

  /** Where a frame to be skipped ends; behind the end if it is cut. */
  static long endOfSkippable(byte[] bytes, int at) {
    return (long) at + SKIPPABLE_HEADER_BYTES + (intAt(bytes, at + MAGIC_BYTES) & 0xffffffffL);
  }

  /** Reads the header and the sizes of all blocks, so that a cut frame costs nothing more. */
  static ZstdFrameHeader parse(byte[] frame, int offset, int end) throws MalformedFrameException {
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
    at += contentSizeBytes(descriptor);
    var blocks = new Blocks(singleSegment ? content : window);
    int blocksEnd = blocks.walk(frame, at, end);
    boolean hasChecksum = (descriptor & 4) != 0;
    int endsAt = blocksEnd + (hasChecksum ? CHECKSUM_BYTES : 0);
    if (endsAt > end) {
      throw truncated();
    }
    return new ZstdFrameHeader(
        endsAt, blocks.count, dictionaryId, content, blocks.bytes, hasChecksum);
  }

  private static int contentSizeBytes(int descriptor) {
    int flag = (descriptor >> 6) & 3;
    return flag == 0 && (descriptor & 0x20) != 0 ? 1 : CONTENT_SIZE_BYTES[flag];
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
      throw truncated();
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private static MalformedFrameException truncated() {
    return new MalformedFrameException(Reason.TRUNCATED, "a zstd frame is cut");
  }

  /** The blocks of a frame (RFC 8878, section 3.1.1.2). */
  private static final class Blocks {
    private static final int MAX_BLOCK_BYTES = 128 << 10;

    private final long mostOfABlock;
    private int count;
    private long bytes;

    Blocks(long windowBytes) {
      mostOfABlock = Math.min(MAX_BLOCK_BYTES, windowBytes);
    }

    /** Where the last one ends. */
    int walk(byte[] frame, int from, int end) throws MalformedFrameException {
      int at = from;
      boolean isLast = false;
      while (!isLast) {
        int header = (int) littleEndian(frame, at, BLOCK_HEADER_BYTES, end);
        isLast = (header & 1) != 0;
        int size = header >> 3;
        int type = (header >> 1) & 3;
        if (type > COMPRESSED) {
          throw new MalformedFrameException(
              Reason.MALFORMED, "a zstd frame has a block of a reserved type");
        }
        int taken = BLOCK_HEADER_BYTES + (type == RLE ? 1 : size);
        if (taken > end - at) {
          throw truncated();
        }
        at += taken;
        count++;
        bytes += type == RAW || type == RLE ? size : mostOfABlock;
      }
      return at;
    }
  }
}
