// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

/** Writes strings as JSON (RFC 8259, section 7). Stateless. */
final class JsonLine {

  private JsonLine() {}

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }
}
