// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The strings of JSON (RFC 8259, section 7), in bytes. Stateless. */
final class JsonText {

  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String UNESCAPED = "\"\\/\b\f\n\r\t";

  private JsonText() {}

  /**
   * Finds the first byte that is not an ordinary character of ASCII: a quote, a backslash, a
   * control, or part of a longer character. Letters and digits take two comparisons; words of eight
   * bytes through a VarHandle were no faster under C1, and cost a cold start more.
   */
  static int plainEnd(byte[] array, int from, int end) {
    int i = from;
    while (i < end) {
      byte c = array[i];
      if (c > '"' ? c == '\\' : c != ' ' && c != '!') {
        break;
      }
      i++;
    }
    return i;
  }

  /** Finds the quote at a string's end; -1 if there is none, or an escape or a character is bad. */
  static int end(byte[] array, int from, int end) {
    int i = from;
    while (i < end) {
      byte c = array[i];
      if (c == '"') {
        return i;
      }
      int next = c < 0 ? i + Utf8Form.bytes(array, i, end) : ordinaryEnd(array, i, end);
      if (next <= i) {
        return -1;
      }
      i = next;
    }
    return -1;
  }

  /** The string between its quotes; {@link #end} has found it to be well-formed. */
  static String unescape(byte[] array, int from, int to) throws DecodeException {
    var text = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int plain = i;
      while (i < to && array[i] != '\\') {
        i++;
      }
      appendUtf8(text, array, plain, i);
      if (i < to) {
        i = appendEscaped(text, array, i + 1);
      }
    }
    return text.toString();
  }

  /** Behind one character of ASCII or an escape; at most where it began if that is bad. */
  private static int ordinaryEnd(byte[] array, int i, int end) {
    if (array[i] != '\\') {
      return array[i] < 0x20 ? i : i + 1;
    }
    if (i + 1 >= end) {
      return i;
    }
    if (array[i + 1] != 'u') {
      return ESCAPED.indexOf(array[i + 1]) < 0 ? i : i + 2;
    }
    return unicodeEnd(array, i, end);
  }

  /** Behind an escape of a character, or of the two halves of one. */
  private static int unicodeEnd(byte[] array, int i, int end) {
    int unit = hexAt(array, i, end);
    if (unit < 0 || !Character.isSurrogate((char) unit)) {
      return unit < 0 ? i : i + 6;
    }
    int other = hexAt(array, i + 6, end);
    boolean pair = other >= 0 && Character.isSurrogatePair((char) unit, (char) other);
    return pair ? i + 12 : i;
  }

  private static int hexAt(byte[] array, int i, int end) {
    return i + 6 <= end && array[i] == '\\' && array[i + 1] == 'u' ? hex(array, i + 2) : -1;
  }

  private static int appendEscaped(StringBuilder text, byte[] array, int at) {
    if (array[at] == 'u') {
      text.append((char) hex(array, at + 1));
      return at + 5;
    }
    text.append(UNESCAPED.charAt(ESCAPED.indexOf(array[at])));
    return at + 1;
  }

  private static void appendUtf8(StringBuilder text, byte[] array, int from, int to)
      throws DecodeException {
    try {
      text.append(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, from, to - from)));
    } catch (CharacterCodingException e) {
      throw new DecodeException(Stage.DECODE, "a string is not UTF-8", null);
    }
  }

  private static int hex(byte[] array, int at) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = array[at + i] < 0 ? -1 : Character.digit((char) array[at + i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
