// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import java.nio.charset.StandardCharsets;

/** The numbers of JSON (RFC 8259, section 6), in bytes. Stateless. */
final class JsonNumbers {

  /** So many digits fit a long for sure. */
  private static final int SAFE_DIGITS = 18;

  /** So many digits, or one less and a point, are exact as double. */
  private static final int SIMPLE_CHARS = 15;

  /** Whole numbers up to here are exact as double. */
  private static final long EXACT = 1L << 53;

  /** Powers of ten that are exact as double. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private JsonNumbers() {}

  /**
   * Where a number ends that has the simplest form, digits with a point among them and few enough
   * to be exact; 0 if it has not, or nothing follows it.
   */
  static int simpleEnd(byte[] array, int from, int end) {
    int i = digitsEnd(array, from, end);
    int whole = i - from;
    if (whole == 0 || (whole > 1 && array[from] == '0')) {
      return 0;
    }
    i = fractionEnd(array, i, end);
    boolean ends = i > 0 && i < end && (array[i] == ',' || array[i] == '}');
    return ends && i - from <= SIMPLE_CHARS ? i : 0;
  }

  /** Reads what {@link #simpleEnd} found, as {@link #decimal} would. */
  static double simple(byte[] array, int from, int to) {
    long digits = 0;
    int i = from;
    while (i < to && array[i] != '.') {
      digits = digits * 10 + (array[i++] - '0');
    }
    int scale = Math.max(0, to - i - 1);
    for (i++; i < to; i++) {
      digits = digits * 10 + (array[i] - '0');
    }
    return digits / POWERS[scale];
  }

  /** Where the number ends that begins here; -1 if none does. */
  static int end(byte[] array, int from, int end) {
    int i = from < end && array[from] == '-' ? from + 1 : from;
    int digits = digitsEnd(array, i, end);
    if (digits == i || (array[i] == '0' && digits > i + 1)) {
      return -1;
    }
    i = fractionEnd(array, digits, end);
    return i >= 0 && i < end && (array[i] | 0x20) == 'e' ? exponentEnd(array, i + 1, end) : i;
  }

  /** Reads what {@link #end} found, if it has neither fraction nor exponent. */
  static long integer(byte[] array, int from, int to) throws DecodeException {
    boolean negative = array[from] == '-';
    int i = negative ? from + 1 : from;
    if (to - i > SAFE_DIGITS) {
      return longInteger(array, from, to);
    }
    long value = 0;
    for (; i < to; i++) {
      int digit = array[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new DecodeException(Stage.DECODE, "a whole number has a fraction", null);
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * Reads what {@link #end} found. Few digits and a small power of ten are exact as double, so that
   * one division rounds right (Clinger, How to read floating point numbers accurately, 1990); all
   * else goes the JDK's way.
   */
  static double decimal(byte[] array, int from, int to) {
    boolean negative = array[from] == '-';
    long digits = 0;
    int scale = 0;
    boolean fraction = false;
    int i = negative ? from + 1 : from;
    if (to - i > SAFE_DIGITS) {
      return slowDecimal(array, from, to);
    }
    for (; i < to; i++) {
      byte c = array[i];
      if (c == '.') {
        fraction = true;
      } else if (c <= '9' && c >= '0') {
        digits = digits * 10 + (c - '0');
        scale += fraction ? 1 : 0;
      } else {
        return slowDecimal(array, from, to);
      }
    }
    if (digits > EXACT) {
      return slowDecimal(array, from, to);
    }
    double value = digits / POWERS[scale];
    return negative ? -value : value;
  }

  private static double slowDecimal(byte[] array, int from, int to) {
    return Double.parseDouble(new String(array, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static long longInteger(byte[] array, int from, int to) throws DecodeException {
    try {
      return Long.parseLong(new String(array, from, to - from, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) { // its message quotes the number
      throw new DecodeException(Stage.DECODE, "a whole number does not fit 64 bits", null);
    }
  }

  private static int fractionEnd(byte[] array, int from, int end) {
    if (from == end || array[from] != '.') {
      return from;
    }
    int digits = digitsEnd(array, from + 1, end);
    return digits == from + 1 ? -1 : digits;
  }

  private static int exponentEnd(byte[] array, int from, int end) {
    int i = from < end && (array[from] == '+' || array[from] == '-') ? from + 1 : from;
    int digits = digitsEnd(array, i, end);
    return digits == i ? -1 : digits;
  }

  private static int digitsEnd(byte[] array, int from, int end) {
    int i = from;
    while (i < end && array[i] >= '0' && array[i] <= '9') {
      i++;
    }
    return i;
  }
}
