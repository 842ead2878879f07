// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Iterators and page tokens on the wire: fields that the caller gives back unread. */
final class Token {

  private static final String SEPARATOR = "|";

  private final String[] fields;

  private Token(String[] fields) {
    this.fields = fields;
  }

  static String of(Object... fields) {
    var joined = new StringBuilder();
    for (Object field : fields) {
      joined.append(joined.length() == 0 ? "" : SEPARATOR).append(field);
    }
    return Base64.getEncoder().encodeToString(joined.toString().getBytes(UTF_8));
  }

  /** Reads a token of a kind, or returns null if it is none. */
  static @Nullable Token parse(String text, String kind, int fieldCount) {
    String joined;
    try {
      joined = new String(Base64.getDecoder().decode(text), UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
    String[] fields = joined.split("\\|", -1);
    return fields.length == fieldCount && fields[0].equals(kind) ? new Token(fields) : null;
  }

  String text(int field) {
    return fields[field];
  }

  /** A field that must be a number, or -1. */
  long number(int field) {
    try {
      return Long.parseLong(fields[field]);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
