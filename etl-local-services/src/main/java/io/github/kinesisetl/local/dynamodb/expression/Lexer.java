// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into tokens. */
final class Lexer {

  /**
   * The longest expression.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
   *     Quotas in DynamoDB</a>
   */
  private static final int MAX_CHARS = 4096;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)"
              + "|(?<index>[0-9]{1,6})|(?<symbol><>|<=|>=|[=<>(),.+\\[\\]-]))");

  private Lexer() {}

  static List<Token> tokens(String kind, String expression) {
    if (expression.isBlank()) {
      throw invalid("Invalid %s: The expression can not be empty;", kind);
    }
    if (expression.length() > MAX_CHARS) {
      throw invalid(
          "Invalid %s: Expression size has exceeded the maximum allowed size; expression size: %d",
          kind, expression.length());
    }
    String text = expression.stripTrailing();
    Matcher matcher = TOKEN.matcher(text);
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw invalid("Invalid %s: Syntax error; at character %d", kind, at + 1);
      }
      tokens.add(token(matcher));
      at = matcher.end();
    }
    tokens.add(new Token(Token.Kind.END, "<EOF>"));
    return tokens;
  }

  private static Token token(Matcher matcher) {
    for (Token.Kind kind : Token.Kind.values()) {
      if (kind != Token.Kind.END) {
        String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
        if (text != null) {
          return new Token(kind, text);
        }
      }
    }
    throw new IllegalStateException("a token of no kind");
  }
}
