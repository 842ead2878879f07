// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;

/**
 * Walks over the fields of one protobuf message within a range of an array, and never out of it.
 * Not safe for use by many threads.
 */
final class ProtobufReader {

  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] array;
  private final int end;
  private int at;
  private int field;
  private int wireType;

  ProtobufReader(byte[] array, int offset, int length) {
    this.array = array;
    this.at = offset;
    this.end = offset + length;
  }

  /** Moves to the next field; false at the end. */
  boolean next() throws MalformedFrameException {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw new MalformedFrameException(Reason.MALFORMED, "an aggregate has a field number 0");
    }
    return true;
  }

  boolean isAt(int expectedField, int expectedWireType) {
    return field == expectedField && wireType == expectedWireType;
  }

  long varint() throws MalformedFrameException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at == end) {
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

  long fixed64() throws MalformedFrameException {
    int from = advance(Long.BYTES);
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = (value << 8) | (array[from + i] & 0xff);
    }
    return value;
  }

  /** Reads a length and a message of that length, which it leaves behind. */
  ProtobufReader message() throws MalformedFrameException {
    int length = length();
    return new ProtobufReader(array, advance(length), length);
  }

  /** Leaves the current field behind, whatever it is. */
  void skip() throws MalformedFrameException {
    switch (wireType) {
      case KplFormat.VARINT -> varint();
      case KplFormat.FIXED64 -> advance(Long.BYTES);
      case KplFormat.LENGTH_DELIMITED -> advance(length());
      case KplFormat.FIXED32 -> advance(Integer.BYTES);
      default ->
          throw new MalformedFrameException(
              Reason.MALFORMED, "an aggregate has a field of wire type " + wireType);
    }
  }

  int remaining() {
    return end - at;
  }

  private int length() throws MalformedFrameException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw truncated();
    }
    return (int) length;
  }

  private int advance(int bytes) throws MalformedFrameException {
    if (bytes > end - at) {
      throw truncated();
    }
    int from = at;
    at += bytes;
    return from;
  }

  private static MalformedFrameException truncated() {
    return new MalformedFrameException(Reason.TRUNCATED, "an aggregate ends within a field");
  }
}
