// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads one token after the other, with the commas between them; whoever asks knows what should
 * come. The last string, name or number is the slice. Not safe for use by many threads.
 */
final class JsonScanner {

  private byte[] array = new byte[0];
  private int start;
  private int end;
  private int at;
  private int sliceFrom;
  private int sliceTo;
  private boolean plain; // whether the slice is ASCII without escapes
  private boolean first; // whether no element of the innermost open object or array was read

  void pointTo(byte[] bytes, int offset, int sizeBytes) {
    start = Objects.checkFromIndexSize(offset, sizeBytes, bytes.length);
    array = bytes;
    at = offset;
    end = offset + sizeBytes;
    first = false;
  }

  byte[] array() {
    return array;
  }

  int at() {
    return at;
  }

  int sliceFrom() {
    return sliceFrom;
  }

  int sliceTo() {
    return sliceTo;
  }

  /** The string of the slice, unescaped. */
  String sliceText() throws DecodeException {
    return plain
        ? new String(array, sliceFrom, sliceTo - sliceFrom, StandardCharsets.ISO_8859_1)
        : JsonText.unescape(array, sliceFrom, sliceTo);
  }

  /** Which of these names the slice is, looked for first where it is expected. */
  int sliceIn(FieldNames names, int expected) throws DecodeException {
    if (plain) {
      return names.indexOf(array, sliceFrom, sliceTo, expected);
    }
    byte[] name = sliceText().getBytes(StandardCharsets.UTF_8);
    return names.indexOf(name, 0, name.length, expected);
  }

  void leap(int index) {
    at += Objects.checkIndex(index - at, end - at + 1);
  }

  void begin(char bracket, String what) throws DecodeException {
    if (token() != bracket) {
      throw failure(what);
    }
    at++;
    first = true;
  }

  /** Moves over a comma to what follows it, or over the bracket at the end. */
  boolean next(char bracket) throws DecodeException {
    byte c = token();
    if (c == bracket) {
      at++;
      first = false; // what was left is an element of what is around it
      return false;
    }
    if (!first) {
      if (c != ',') {
        throw failure("a comma or " + bracket);
      }
      at++;
    }
    first = false;
    return true;
  }

  /** Takes a field's name and its colon where they are the ones that are expected. */
  boolean takeName(FieldNames names, int expected) {
    if (at >= end) {
      return false;
    }
    int from = at;
    if (!first) {
      if (array[from] != ',') {
        return false;
      }
      from++;
    }
    int to = names.tokenEnd(expected, array, from, end);
    if (to < 0) {
      return false;
    }
    slice(from + 1, to - 2, to);
    first = false;
    return true;
  }

  /**
   * Takes a field's name and its colon where they are written as writers write them: no blanks, an
   * ordinary name. Half of the time of a small event went into the single steps of a general
   * parser; this is a third of them. It moves nothing unless it finds all of a name and its colon.
   */
  boolean takePlainName() {
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
    slice(from, to, to + 2);
    first = false;
    return true;
  }

  /** Takes any name with its colon, with blanks and escapes. */
  void takeAnyName() throws DecodeException {
    if (token() != '"') {
      throw failure("a name in quotes");
    }
    takeText();
    if (token() != ':') {
      throw failure("a colon");
    }
    at++;
  }

  /** Skips white space and says what follows; fails at the end. */
  byte token() throws DecodeException {
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

  /** Takes a string and says whether it is plain. */
  boolean takeString() throws DecodeException {
    if (token() != '"') {
      throw failure("a string");
    }
    takeText();
    return plain;
  }

  /** Takes the string whose quote is at hand. */
  private void takeText() throws DecodeException {
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

  void takeNumber() throws DecodeException {
    byte unused = token();
    int to = JsonNumbers.end(array, at, end);
    if (to < 0) {
      throw failure("a value");
    }
    slice(at, to, to);
  }

  long takeInteger() throws DecodeException {
    takeNumber();
    return JsonNumbers.integer(array, sliceFrom, sliceTo);
  }

  double takeDecimal() throws DecodeException {
    int to = JsonNumbers.simpleEnd(array, at, end);
    if (to > 0) {
      double value = JsonNumbers.simple(array, at, to);
      slice(at, to, to);
      return value;
    }
    takeNumber();
    return JsonNumbers.decimal(array, sliceFrom, sliceTo);
  }

  void takeLiteral(String word) throws DecodeException {
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

  /** Checks that nothing but white space is left. */
  void takeEnd() throws DecodeException {
    while (at < end && isBlank(array[at])) {
      at++;
    }
    if (at < end) {
      throw failure("the end");
    }
  }

  DecodeException failure(String expected) {
    return new DecodeException(
        Stage.DECODE,
        "%d bytes are not the JSON that was expected: %s was expected at byte %d"
            .formatted(end - start, expected, at - start),
        null);
  }

  private void slice(int from, int to, int behind) {
    sliceFrom = from;
    sliceTo = to;
    plain = true;
    at = behind;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
