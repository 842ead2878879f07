// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.zip.CRC32;

/** What stands before the deflated bytes of a gzip member (RFC 1952, section 2.3). Stateless. */
final class GzipHeader {

  /** CRC-32 and size of the content, little-endian. */
  static final int TRAILER_BYTES = 8;

  private static final int FIXED_BYTES = 10;
  private static final int FLAGS_AT = 3;
  private static final int DEFLATE = 8;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private GzipHeader() {}

  /** Whether bytes are the first four of a member: magic, method, and no flag that is reserved. */
  static boolean begins(byte[] array, int offset, int length) {
    return length > FLAGS_AT
        && array[offset] == 0x1f
        && array[offset + 1] == (byte) 0x8b
        && array[offset + 2] == DEFLATE
        && (array[offset + FLAGS_AT] & RESERVED) == 0;
  }

  /** Where the deflated bytes begin. */
  static int endOf(byte[] array, int from, int end) throws MalformedFrameException {
    if (end - from > FLAGS_AT && !begins(array, from, end - from)) {
      throw new MalformedFrameException(
          Reason.MALFORMED,
          "%d bytes behind a gzip member are not another one".formatted(end - from));
    }
    if (end - from < FIXED_BYTES) {
      throw truncated(end - from);
    }
    int flags = array[from + FLAGS_AT];
    int at = from + FIXED_BYTES;
    if ((flags & HAS_EXTRA) != 0) {
      requireLeft(at, end, 2, from);
      at += 2 + (array[at] & 0xff) + ((array[at + 1] & 0xff) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      at = behindText(array, at, end, from);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = behindText(array, at, end, from);
    }
    if ((flags & HAS_CRC) != 0) {
      at = behindCrc(array, at, end, from);
    }
    requireLeft(at, end, 1, from);
    return at;
  }

  private static int behindText(byte[] array, int from, int end, int memberFrom)
      throws MalformedFrameException {
    int at = from;
    while (at < end && array[at] != 0) {
      at++;
    }
    requireLeft(at, end, 1, memberFrom);
    return at + 1;
  }

  private static int behindCrc(byte[] array, int at, int end, int from)
      throws MalformedFrameException {
    requireLeft(at, end, 2, from);
    var crc = new CRC32();
    crc.update(array, from, at - from);
    int told = (array[at] & 0xff) + ((array[at + 1] & 0xff) << 8);
    if (told != (crc.getValue() & 0xffff)) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "a gzip header does not fit its checksum");
    }
    return at + 2;
  }

  private static void requireLeft(int at, int end, int bytes, int from)
      throws MalformedFrameException {
    if (at < 0 || end - at < bytes) {
      throw truncated(end - from);
    }
  }

  /** Four bytes, the lowest first. */
  static int number(byte[] array, int at) {
    return (array[at] & 0xff)
        | (array[at + 1] & 0xff) << 8
        | (array[at + 2] & 0xff) << 16
        | (array[at + 3] & 0xff) << 24;
  }

  static MalformedFrameException truncated(int bytes) {
    return new MalformedFrameException(
        Reason.TRUNCATED, "a gzip frame of %d bytes ends too early".formatted(bytes));
  }
}
