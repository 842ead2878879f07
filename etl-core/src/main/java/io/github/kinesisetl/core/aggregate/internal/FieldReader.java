// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;

/**
 * Walks over the fields of nested protobuf messages with one position, so that a message within a
 * message needs no reader of its own; each read is told where its message ends. Not safe for use by
 * many threads.
 */
final class FieldReader {

  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] array;
  private final int end;
  private int at;

  FieldReader(byte[] array, int from, int end) {
    this.array = array;
    this.at = from;
    this.end = end;
  }

  int at() {
    return at;
  }

  /** Moves over bytes that {@link #length} has found to be there. */
  void advance(int bytes) {
    at += bytes;
  }

  /** Reads a field's number and wire type. */
  int tag(int to) throws MalformedFrameException {
    long tag = varint(to);
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw new MalformedFrameException(Reason.MALFORMED, "an aggregate has a field number 0");
    }
    return (int) tag;
  }

  /** Reads a length that fits into the message. */
  int length(int to) throws MalformedFrameException {
    long length = varint(to);
    if (length < 0 || length > to - at) {
      throw truncated();
    }
    return (int) length;
  }

  /** Reads an index; one that no table can have becomes the largest. */
  int index(int to) throws MalformedFrameException {
    long index = varint(to);
    return index < 0 || index > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) index;
  }

  void skip(int tag, int to) throws MalformedFrameException {
    switch (tag & 7) {
      case KplFormat.VARINT -> {
        long unused = varint(to);
      }
      case KplFormat.FIXED64 -> skipBytes(Long.BYTES, to);
      case KplFormat.LENGTH_DELIMITED -> advance(length(to));
      case KplFormat.FIXED32 -> skipBytes(Integer.BYTES, to);
      default ->
          throw new MalformedFrameException(
              Reason.MALFORMED, "an aggregate has a field of wire type " + (tag & 7));
    }
  }

  private void skipBytes(int bytes, int to) throws MalformedFrameException {
    if (bytes > to - at) {
      throw truncated();
    }
    at += bytes;
  }

  private long varint(int to) throws MalformedFrameException {
    if (at < to) {
      byte only = array[at];
      if (only >= 0) {
        at++;
        return only;
      }
    }
    return longVarint(Math.min(to, end));
  }

  private long longVarint(int to) throws MalformedFrameException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at >= to) {
        throw truncated();
      }
      byte part = array[at++];
      value |= (part & 0x7fL) << (7 * i);
      if (part >= 0) {
        return value;
      }
    }
    throw new MalformedFrameException(Reason.MALFORMED, "a number of an aggregate does not end");
  }

  private static MalformedFrameException truncated() {
    return new MalformedFrameException(Reason.TRUNCATED, "an aggregate ends within a field");
  }
}
