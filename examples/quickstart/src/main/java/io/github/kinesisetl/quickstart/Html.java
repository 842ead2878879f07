// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.Locale;

/**
 * Text for pages: escaped, and numbers as people read them, the same in every locale. Stateless.
 */
final class Html {

  private Html() {}

  /** Text that means itself in an element and in a quoted attribute; control characters go. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escape(point, escaped));
    return escaped.toString();
  }

  private static void escape(int point, StringBuilder out) {
    switch (point) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isText(point) ? point : '\ufffd');
    }
  }

  /** What XML 1.0 lets a document hold. */
  private static boolean isText(int point) {
    boolean isControl = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
    boolean isSurrogate = point >= 0xd800 && point <= 0xdfff;
    return !isControl && !isSurrogate && point != 0xfffe && point != 0xffff;
  }

  /** A count with separators: 100,060. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number without decimals, with separators. */
  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A number with a fixed count of decimals: 31.2. */
  static String decimal(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * A measured value with about four digits, and no more decimals than it has: 39,197 or 0.0336.
   */
  static String value(double value) {
    double size = Math.abs(value);
    if (size >= 1_000 || size == Math.rint(size)) {
      return count(value);
    }
    int decimals = size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.0001 ? 4 : 6;
    return decimal(value, decimals);
  }

  /** A round number in little room: 500, 20 k, 1.5 M. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return trimmed(value / 1e6) + "\u00a0M";
    }
    return size >= 10_000 ? trimmed(value / 1e3) + "\u00a0k" : trimmed(value);
  }

  /** A place in a drawing, to a tenth of a unit. */
  static String place(double units) {
    long tenths = Math.round(units * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  /** Up to six decimals, without zeros at the end. */
  private static String trimmed(double value) {
    String text = decimal(value, 6);
    return text.replaceFirst("\\.?0+$", "");
  }
}
