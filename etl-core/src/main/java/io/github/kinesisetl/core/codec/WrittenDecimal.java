// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import java.math.BigDecimal;

/** A number that goes out as it came in: {@code 1E5} and {@code 1.10} and not what equals them. */
final class WrittenDecimal extends BigDecimal {

  private static final long serialVersionUID = 1L;

  private static final int MAX_DIGITS = 15;
  private static final int MAX_WHOLE_DIGITS = 7;

  private final String text;

  /**
   * A number.
   *
   * @param text its JSON
   * @throws NumberFormatException if no such number can be held
   */
  WrittenDecimal(String text) {
    super(text);
    this.text = text;
  }

  /**
   * Whether a double of the same value is written with these very characters: a fraction of few
   * digits between a thousandth and ten millions, as {@link Double#toString(double)} says.
   *
   * @param text a number of JSON that is not whole
   */
  static boolean isWrittenByDouble(String text) {
    int from = text.charAt(0) == '-' ? 1 : 0;
    int point = text.indexOf('.');
    int end = text.length();
    int whole = point - from;
    int fraction = end - point - 1;
    if (point < 0 || whole > MAX_WHOLE_DIGITS || whole + fraction > MAX_DIGITS) {
      return false;
    }
    for (int i = point + 1; i < end; i++) {
      if (text.charAt(i) > '9') {
        return false; // an exponent
      }
    }
    boolean hasSpareZero = fraction > 1 && text.charAt(end - 1) == '0';
    boolean isTiny = text.startsWith("0.000", from);
    return !hasSpareZero && !isTiny;
  }

  @Override
  public String toString() {
    return text;
  }
}
