// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

/**
 * Writes texts as strings of JSON (RFC 8259, section 7), for lines that are put together by hand.
 *
 * <p>Quotes, backslashes and control characters are escaped. Half a surrogate pair, which no UTF-8
 * can hold, becomes U+FFFD, so that what is written can be read by every parser. Stateless.
 *
 * @since 0.1.0
 */
public final class JsonQuote {

  private static final char REPLACEMENT = '\uFFFD';

  private JsonQuote() {}

  /**
   * A text as a string of JSON.
   *
   * @param text any text
   * @return the text, escaped and in quotes
   */
  public static String quoted(String text) {
    return append(new StringBuilder(text.length() + 2), text).toString();
  }

  /**
   * Appends a text as a string of JSON.
   *
   * @param out where to
   * @param text any text
   * @return what it was appended to
   */
  public static StringBuilder append(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        appendControl(out, c);
      } else if (Character.isSurrogate(c) && !isHalfOfAPair(text, i)) {
        out.append(REPLACEMENT);
      } else {
        out.append(c);
      }
    }
    return out.append('"');
  }

  private static void appendControl(StringBuilder out, char c) {
    out.append("\\u00")
        .append(Character.forDigit(c >> 4, 16))
        .append(Character.forDigit(c & 15, 16));
  }

  private static boolean isHalfOfAPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
