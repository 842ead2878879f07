// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The comparators. Values of two types are unequal and in no order. */
public enum Comparison {
  /** Equal. */
  EQ("="),
  /** Not equal. */
  NE("<>"),
  /** Less. */
  LT("<"),
  /** Less or equal. */
  LE("<="),
  /** Greater. */
  GT(">"),
  /** Greater or equal. */
  GE(">=");

  private final String symbol;

  Comparison(String symbol) {
    this.symbol = symbol;
  }

  static @Nullable Comparison of(Token token) {
    for (Comparison comparison : values()) {
      if (token.isSymbol(comparison.symbol)) {
        return comparison;
      }
    }
    return null;
  }

  String symbol() {
    return symbol;
  }

  boolean isByOrder() {
    return this != EQ && this != NE;
  }

  boolean holds(@Nullable Value left, @Nullable Value right) {
    if (this == NE) {
      return !Objects.equals(left, right);
    }
    if (left == null || right == null) {
      return false;
    }
    if (this == EQ) {
      return left.equals(right);
    }
    return left instanceof Value.Scalar a
        && right instanceof Value.Scalar b
        && a.type().equals(b.type())
        && holds(a.compareTo(b));
  }

  private boolean holds(int order) {
    return switch (this) {
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
      case EQ -> order == 0;
      case NE -> order != 0;
    };
  }
}
