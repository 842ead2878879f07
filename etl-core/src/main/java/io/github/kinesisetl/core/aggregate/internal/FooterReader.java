// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

/**
 * Reads a footer's numbers one after the other. What is not there, or no number, breaks it: it then
 * tells -1, and stays at its end. Not safe for use by many threads.
 */
final class FooterReader {

  private static final int NONE = -1;
  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] array;
  private final int end;
  private int at;
  private boolean broken;

  FooterReader(byte[] array, int from, int end) {
    this.array = array;
    this.at = from;
    this.end = end;
  }

  static long longAt(byte[] array, int from) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << Byte.SIZE) | (array[from + i] & 0xff);
    }
    return value;
  }

  /** The next number, 0 to the largest int; -1 if there is none. */
  int number() {
    if (at < end) {
      byte only = array[at];
      if (only >= 0) {
        at++;
        return only;
      }
    }
    long number = longNumber();
    return number < 0 || number > Integer.MAX_VALUE ? broken() : (int) number;
  }

  /** The next number, from 0; -1 if there is none. */
  long longNumber() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES && at < end; i++) {
      byte part = array[at++];
      value |= (part & 0x7fL) << (7 * i);
      if (part >= 0) {
        return value < 0 ? broken() : value;
      }
    }
    return broken();
  }

  /** Moves on, and tells from where. */
  int skip(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      return broken();
    }
    int from = at;
    at += (int) bytes;
    return from;
  }

  /** Moves over fields of a later day, to the end; false if they do not end there. */
  boolean skipFields() {
    while (at < end) {
      int unusedId = number();
      int unusedPlace = skip(number());
    }
    return !broken;
  }

  int left() {
    return end - at;
  }

  boolean isBroken() {
    return broken;
  }

  boolean isAtEnd() {
    return at == end && !broken;
  }

  private int broken() {
    broken = true;
    at = end;
    return NONE;
  }
}
