// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

/**
 * Writes strings as JSON (RFC 8259, section 7): quotes, backslashes and control characters are
 * escaped, everything else stays as it is. Half of a surrogate pair stays, too, and becomes a
 * question mark wherever the text is encoded as UTF-8. Stateless.
 */
public final class JsonQuote {

  private static final char FIRST_UNESCAPED = ' ';

  private JsonQuote() {}

  /**
   * Appends a string with its quotes.
   *
   * @param json what it is appended to
   * @param text the string
   */
  public static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_UNESCAPED) {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /**
   * Quotes a string.
   *
   * @param text the string
   * @return its JSON, quotes included
   */
  public static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2);
    append(json, text);
    return json.toString();
  }
}
