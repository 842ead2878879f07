// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.expression.Condition.AllOf;
import io.github.kinesisetl.local.dynamodb.expression.Condition.AnyOf;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads conditions by recursive descent: OR over AND over NOT over comparisons. */
public final class ConditionParser {

  private static final int MAX_CHOICES = 100;
  private static final int MAX_DEPTH = 100;
  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS");

  private final TokenReader reader;
  private int depth;

  private ConditionParser(TokenReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a condition.
   *
   * @param kind such as {@code FilterExpression}, for messages
   * @param expression the condition
   * @param placeholders what stands for names and values
   * @param forbidden attributes that it must not be about
   * @return the condition
   * @throws ServiceError if the expression is not valid
   */
  public static Condition parse(
      String kind, String expression, Placeholders placeholders, Set<String> forbidden) {
    var reader = new TokenReader(kind, expression, placeholders, forbidden);
    Condition condition = new ConditionParser(reader).anyOf();
    reader.expectEnd();
    return condition;
  }

  private Condition anyOf() {
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(allOf());
    } while (reader.skip("OR"));
    return conditions.size() == 1 ? conditions.get(0) : new AnyOf(conditions);
  }

  private Condition allOf() {
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(negated());
    } while (reader.skip("AND"));
    return conditions.size() == 1 ? conditions.get(0) : new AllOf(conditions);
  }

  private Condition negated() {
    if (++depth > MAX_DEPTH) {
      throw reader.error("The expression is nested deeper than %d".formatted(MAX_DEPTH));
    }
    Condition condition = reader.skip("NOT") ? new Condition.Not(negated()) : single();
    depth--;
    return condition;
  }

  private Condition single() {
    if (reader.skipSymbol("(")) {
      Condition inner = anyOf();
      reader.expectSymbol(")");
      return inner;
    }
    if (reader.isFunction() && !reader.peek().text().equals("size")) {
      return function();
    }
    return comparison(operand());
  }

  private Condition comparison(Operand left) {
    Comparison comparison = Comparison.of(reader.peek());
    if (comparison != null) {
      reader.next();
      Operand right = operand();
      requireDistinct(comparison.symbol(), left, right);
      if (comparison.isByOrder()) {
        requireOrdered(comparison.symbol(), left);
        requireOrdered(comparison.symbol(), right);
      }
      return new Condition.Compare(left, comparison, right);
    }
    if (reader.skip("BETWEEN")) {
      return between(left);
    }
    if (reader.skip("IN")) {
      return new Condition.In(left, choices());
    }
    throw reader.syntaxError();
  }

  private Condition between(Operand operand) {
    Operand low = operand();
    if (!reader.skip("AND")) {
      throw reader.syntaxError();
    }
    Operand high = operand();
    requireDistinct("BETWEEN", operand, low);
    requireDistinct("BETWEEN", operand, high);
    requireOrdered("BETWEEN", low);
    requireOrdered("BETWEEN", high);
    if (low instanceof Operand.Constant a
        && high instanceof Operand.Constant b
        && !Comparison.LE.holds(a.value(), b.value())) {
      throw reader.error(
          "The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
    }
    return new Condition.Between(operand, low, high);
  }

  private void requireDistinct(String operator, Operand first, Operand other) {
    if (first instanceof Operand.At && first.equals(other)) {
      throw reader.error(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator);
    }
  }

  private List<Operand> choices() {
    reader.expectSymbol("(");
    List<Operand> choices = new ArrayList<>();
    do {
      choices.add(operand());
    } while (reader.skipSymbol(","));
    reader.expectSymbol(")");
    if (choices.size() > MAX_CHOICES) {
      throw reader.error("IN takes at most %d operands".formatted(MAX_CHOICES));
    }
    return choices;
  }

  private Operand operand() {
    if (reader.peek().kind() == Token.Kind.VALUE) {
      return new Operand.Constant(reader.value());
    }
    if (!reader.isFunction()) {
      return new Operand.At(reader.path());
    }
    if (!reader.next().text().equals("size")) {
      throw reader.error("The function is not allowed to be used this way in an expression");
    }
    reader.expectSymbol("(");
    var size = new Operand.Size(reader.path());
    reader.expectSymbol(")");
    return size;
  }

  private Condition function() {
    String name = reader.next().text();
    reader.expectSymbol("(");
    Condition condition =
        switch (name) {
          case "attribute_exists" -> new Condition.Exists(reader.path());
          case "attribute_not_exists" -> new Condition.Not(new Condition.Exists(reader.path()));
          case "attribute_type" -> hasType();
          case "begins_with" -> beginsWith();
          case "contains" -> contains();
          default -> throw reader.error("Invalid function name; function: " + name);
        };
    if (!reader.skipSymbol(")")) {
      throw reader.syntaxError();
    }
    return condition;
  }

  private Condition hasType() {
    Path path = reader.path();
    reader.expectSymbol(",");
    if (reader.value() instanceof Value.Text type && TYPES.contains(type.text())) {
      return new Condition.HasType(path, type.text());
    }
    throw reader.error("Invalid attribute type name found; valid types: " + TYPES);
  }

  private Condition beginsWith() {
    Operand whole = operand();
    reader.expectSymbol(",");
    Operand prefix = operand();
    if (prefix instanceof Operand.Constant constant
        && !(constant.value() instanceof Value.Text)
        && !(constant.value() instanceof Value.Binary)) {
      throw wrongType("begins_with", constant);
    }
    return new Condition.BeginsWith(whole, prefix);
  }

  private Condition contains() {
    Path path = reader.path();
    reader.expectSymbol(",");
    return new Condition.Contains(path, operand());
  }

  private void requireOrdered(String operator, Operand operand) {
    if (operand instanceof Operand.Constant constant
        && !(constant.value() instanceof Value.Scalar)) {
      throw wrongType(operator, constant);
    }
  }

  private ServiceError wrongType(String operator, Operand.Constant constant) {
    return reader.error(
        "Incorrect operand type for operator or function; operator or function: %s, operand type: %s"
            .formatted(operator, constant.value().type()));
  }
}
