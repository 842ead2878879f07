// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the tokens of one expression, and what all expressions have: paths and values. */
final class TokenReader {

  private final String kind;
  private final List<Token> tokens;
  private final Placeholders placeholders;
  private final Set<String> forbidden;
  private int at;

  /**
   * Starts at the first token.
   *
   * @param kind such as {@code ConditionExpression}, for messages
   * @param expression the expression
   * @param placeholders what stands for names and values
   */
  TokenReader(String kind, String expression, Placeholders placeholders) {
    this(kind, expression, placeholders, Set.of());
  }

  /**
   * Starts at the first token.
   *
   * @param kind such as {@code ConditionExpression}, for messages
   * @param expression the expression
   * @param placeholders what stands for names and values
   * @param forbidden attributes that it must not be about
   */
  TokenReader(String kind, String expression, Placeholders placeholders, Set<String> forbidden) {
    this.kind = kind;
    this.forbidden = forbidden;
    this.tokens = Lexer.tokens(kind, expression);
    this.placeholders = placeholders;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean skip(String keyword) {
    boolean isThere = peek().is(keyword);
    if (isThere) {
      at++;
    }
    return isThere;
  }

  boolean skipSymbol(String symbol) {
    boolean isThere = peek().isSymbol(symbol);
    if (isThere) {
      at++;
    }
    return isThere;
  }

  void expectSymbol(String symbol) {
    if (!skipSymbol(symbol)) {
      throw syntaxError();
    }
  }

  void expectEnd() {
    if (peek().kind() != Token.Kind.END) {
      throw syntaxError();
    }
  }

  /** Whether a word with an opening parenthesis comes next. */
  boolean isFunction() {
    return peek().kind() == Token.Kind.WORD && tokens.get(at + 1).isSymbol("(");
  }

  Path path() {
    List<Path.Step> steps = new ArrayList<>();
    steps.add(firstField());
    while (true) {
      if (skipSymbol(".")) {
        steps.add(field());
      } else if (skipSymbol("[")) {
        Token index = next();
        if (index.kind() != Token.Kind.INDEX) {
          throw syntaxError();
        }
        expectSymbol("]");
        steps.add(new Path.Index(Integer.parseInt(index.text())));
      } else {
        return new Path(steps);
      }
    }
  }

  Value value() {
    Token token = next();
    if (token.kind() != Token.Kind.VALUE) {
      throw syntaxError();
    }
    return placeholders.value(kind, token.text());
  }

  private Path.Field firstField() {
    Path.Field field = field();
    if (forbidden.contains(field.name())) {
      throw invalid(
          "Filter Expression can only contain non-primary key attributes: Primary key attribute:"
              + " %s",
          field.name());
    }
    return field;
  }

  private Path.Field field() {
    Token token = peek();
    if (token.kind() == Token.Kind.NAME) {
      next();
      return new Path.Field(placeholders.name(kind, token.text()));
    }
    if (token.kind() != Token.Kind.WORD) {
      throw syntaxError();
    }
    if (ReservedWords.contains(token.text())) {
      throw error("Attribute name is a reserved keyword; reserved keyword: " + token.text());
    }
    next();
    return new Path.Field(token.text());
  }

  ServiceError syntaxError() {
    return error("Syntax error; token: \"%s\"".formatted(peek().text()));
  }

  ServiceError error(String what) {
    return invalid("Invalid %s: %s", kind, what);
  }
}
