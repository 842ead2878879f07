// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text as it was written
 */
record Token(Kind kind, String text) {

  /** Whether this is a keyword, which may be written in any case. */
  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  enum Kind {
    /** A keyword, a function or an attribute's name. */
    WORD,
    /** A placeholder of a name, with its {@code #}. */
    NAME,
    /** A placeholder of a value, with its {@code :}. */
    VALUE,
    /** Digits. */
    INDEX,
    /** Punctuation or an operator. */
    SYMBOL,
    /** The end of the expression. */
    END
  }
}
