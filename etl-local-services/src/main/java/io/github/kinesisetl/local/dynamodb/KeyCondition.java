// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import io.github.kinesisetl.local.dynamodb.KeySchema.KeyAttribute;
import io.github.kinesisetl.local.dynamodb.expression.Comparison;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.Operand;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items a query looks at.
 *
 * @param hash the one hash key
 * @param range what must hold for the range key
 */
record KeyCondition(Value.Scalar hash, Condition range) {

  static final String FIELD = "KeyConditionExpression";

  /** Takes apart a condition that must be about the key and nothing else. */
  static KeyCondition of(Condition condition, KeySchema schema) {
    Value.@Nullable Scalar hash = null;
    @Nullable Condition range = null;
    for (Condition part : parts(condition)) {
      String attribute = attribute(part);
      if (attribute.equals(schema.hash().name())) {
        requireFirst(hash);
        hash = hash(part, schema.hash());
      } else if (schema.range() != null && attribute.equals(schema.range().name())) {
        requireFirst(range);
        constants(part).forEach(value -> requireType(value, schema.range()));
        range = part;
      } else {
        throw missed(schema.range() != null && hash != null ? schema.range() : schema.hash());
      }
    }
    if (hash == null) {
      throw missed(schema.hash());
    }
    return new KeyCondition(hash, range == null ? Condition.ALWAYS : range);
  }

  private static void requireFirst(@Nullable Object before) {
    if (before != null) {
      throw invalid("KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static List<Condition> parts(Condition condition) {
    List<Condition> parts = new ArrayList<>();
    if (condition instanceof Condition.AllOf all) {
      all.conditions().forEach(c -> parts.addAll(parts(c)));
    } else {
      parts.add(condition);
    }
    return parts;
  }

  private static Value.Scalar hash(Condition part, KeyAttribute attribute) {
    if (part instanceof Condition.Compare compare
        && compare.comparison() == Comparison.EQ
        && compare.right() instanceof Operand.Constant constant) {
      return requireType(constant.value(), attribute);
    }
    throw unsupported();
  }

  private static Value.Scalar requireType(Value value, KeyAttribute attribute) {
    if (value instanceof Value.Scalar scalar && scalar.type().equals(attribute.type())) {
      return scalar;
    }
    throw invalidParameter("Condition parameter type does not match schema type");
  }

  private static String attribute(Condition part) {
    Operand operand = null;
    if (part instanceof Condition.Compare compare && compare.comparison() != Comparison.NE) {
      operand = compare.left();
    } else if (part instanceof Condition.Between between) {
      operand = between.operand();
    } else if (part instanceof Condition.BeginsWith beginsWith) {
      operand = beginsWith.operand();
    }
    if (operand instanceof Operand.At at && at.path().steps().size() == 1) {
      return at.path().attribute();
    }
    throw unsupported();
  }

  private static List<Value> constants(Condition part) {
    List<Operand> operands = List.of();
    if (part instanceof Condition.Compare compare) {
      operands = List.of(compare.right());
    } else if (part instanceof Condition.Between between) {
      operands = List.of(between.low(), between.high());
    } else if (part instanceof Condition.BeginsWith beginsWith) {
      operands = List.of(beginsWith.prefix());
    }
    List<Value> values = new ArrayList<>();
    for (Operand operand : operands) {
      if (!(operand instanceof Operand.Constant constant)) {
        throw unsupported();
      }
      values.add(constant.value());
    }
    return values;
  }

  private static ServiceError unsupported() {
    return invalid("Query key condition not supported");
  }

  private static ServiceError missed(KeyAttribute attribute) {
    return invalid("Query condition missed key schema element: %s", attribute.name());
  }
}
