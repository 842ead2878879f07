// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.codec.DecodeException.Stage;

/** The tokens below a {@link JsonCursor}. Not safe for use by many threads. */
abstract sealed class JsonTokens permits JsonCursor {

  private static final FieldNames NONE = FieldNames.of("");

  byte[] array = new byte[0];
  int start;
  int end;
  int at;
  int sliceFrom;
  int sliceTo;
  boolean first; // whether no element of the innermost open object or array was read
  boolean plain; // whether the slice is ASCII without escapes
  FieldNames askedIn = NONE;
  int expectedField; // the number in these names that comes next if fields keep their order

  /** The next field where it is the one that is expected, by the names that were asked last. */
  final boolean nextExpectedField() {
    if (expectedField >= askedIn.size() || at >= end) {
      return false;
    }
    int from = at;
    if (!first) {
      if (array[from] != ',') {
        return false;
      }
      from++;
    }
    int to = askedIn.tokenEnd(expectedField, array, from, end);
    if (to < 0) {
      return false;
    }
    sliceFrom = from + 1;
    sliceTo = to - 2;
    plain = true;
    at = to;
    first = false;
    return true;
  }

  /**
   * The next field where it is written as writers write it: no blanks, an ordinary name. Half of
   * the time of a small event went into the single steps of a general parser; this is a third of
   * them. It moves nothing unless it finds all of a name and its colon.
   */
  final boolean nextPlainField() {
    byte[] bytes = array;
    int i = at;
    int last = end - 1;
    if (!first) {
      if (i >= last || bytes[i] != ',') {
        return false;
      }
      i++;
    }
    if (i >= last || bytes[i] != '"') {
      return false;
    }
    int from = i + 1;
    int to = JsonText.plainEnd(bytes, from, last);
    if (to >= last || bytes[to] != '"' || bytes[to + 1] != ':') {
      return false;
    }
    sliceFrom = from;
    sliceTo = to;
    plain = true;
    at = to + 2;
    first = false;
    return true;
  }

  /** Skips white space; fails at the end. */
  final byte token() throws DecodeException {
    if (at < end && array[at] > ' ') {
      return array[at];
    }
    while (at < end) {
      byte c = array[at];
      if (!isBlank(c)) {
        return c;
      }
      at++;
    }
    throw failure("more");
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  final void scanText() throws DecodeException {
    int i = JsonText.plainEnd(array, at + 1, end);
    sliceFrom = at + 1;
    plain = i < end && array[i] == '"';
    if (!plain) {
      i = JsonText.end(array, i, end);
      if (i < 0) {
        throw failure("a whole string");
      }
    }
    sliceTo = i;
    at = i + 1;
  }

  final void scanNumber() throws DecodeException {
    byte unused = token();
    int to = JsonNumbers.end(array, at, end);
    if (to < 0) {
      throw failure("a value");
    }
    sliceFrom = at;
    sliceTo = to;
    plain = true;
    at = to;
  }

  final void literal(String word) throws DecodeException {
    int length = word.length();
    if (end - at < length) {
      throw failure(word);
    }
    for (int i = 0; i < length; i++) {
      if (array[at + i] != word.charAt(i)) {
        throw failure(word);
      }
    }
    at += length;
  }

  final DecodeException failure(String expected) {
    return new DecodeException(
        Stage.DECODE,
        "%d bytes are not the JSON that was expected: %s was expected at byte %d"
            .formatted(end - start, expected, at - start),
        null);
  }
}
