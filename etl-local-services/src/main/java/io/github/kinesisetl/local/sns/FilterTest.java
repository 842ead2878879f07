// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.local.service.ServiceError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One condition of a filter policy, asked about one value: a text or a number. */
sealed interface FilterTest {

  boolean passes(JsonNode value);

  /** Reads a condition, or refuses it by name. */
  static FilterTest read(JsonNode node) {
    if (node.isValueNode()) {
      return new Exact(node);
    }
    if (!node.isObject() || node.size() != 1) {
      throw refused("a condition must be a value or an object with one operator");
    }
    String operator = node.fieldNames().next();
    JsonNode operand = node.get(operator);
    return switch (operator) {
      case "prefix" -> new Prefix(requireText(operand));
      case "anything-but" -> new AnythingBut(list(operand));
      case "numeric" -> Numeric.read(operand);
      case "exists" -> new Exists(operand.booleanValue());
      default ->
          throw refused(
              operator + " is not supported here; there are prefix, anything-but, numeric, exists");
    };
  }

  private static ServiceError refused(String message) {
    return Refusal.invalid("FilterPolicy: %s", message);
  }

  private static String requireText(JsonNode node) {
    if (!node.isTextual()) {
      throw refused("an operand must be a string");
    }
    return node.textValue();
  }

  private static List<JsonNode> list(JsonNode operand) {
    List<JsonNode> values = new ArrayList<>();
    if (operand.isArray()) {
      operand.forEach(values::add);
    } else {
      values.add(operand);
    }
    if (values.isEmpty() || !values.stream().allMatch(JsonNode::isValueNode)) {
      throw refused("anything-but takes strings and numbers");
    }
    return values;
  }

  private static boolean same(JsonNode a, JsonNode b) {
    boolean areNumbers = a.isNumber() && b.isNumber();
    return areNumbers ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
  }

  record Exact(JsonNode wanted) implements FilterTest {
    @Override
    public boolean passes(JsonNode value) {
      return same(wanted, value);
    }
  }

  record Prefix(String prefix) implements FilterTest {
    @Override
    public boolean passes(JsonNode value) {
      return value.isTextual() && value.textValue().startsWith(prefix);
    }
  }

  record AnythingBut(List<JsonNode> unwanted) implements FilterTest {
    @Override
    public boolean passes(JsonNode value) {
      return unwanted.stream().noneMatch(u -> same(u, value));
    }
  }

  /** Asked of values only, so that it passes whenever it wants one; absence is the policy's. */
  record Exists(boolean wanted) implements FilterTest {
    @Override
    public boolean passes(JsonNode value) {
      return wanted;
    }
  }

  /**
   * One or two bounds.
   *
   * @param bounds all must hold
   */
  record Numeric(List<Bound> bounds) implements FilterTest {

    record Bound(String operator, BigDecimal than) {

      boolean holds(BigDecimal value) {
        int order = value.compareTo(than);
        return switch (operator) {
          case "=" -> order == 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      }
    }

    static Numeric read(JsonNode operand) {
      int size = operand.size();
      if (!operand.isArray() || (size != 2 && size != 4)) {
        throw refused("numeric takes one or two pairs of an operator and a number");
      }
      List<Bound> bounds = new ArrayList<>();
      for (int i = 0; i < size; i += 2) {
        String operator = operand.get(i).asText();
        if (!List.of("=", "<", "<=", ">", ">=").contains(operator)
            || !operand.get(i + 1).isNumber()) {
          throw refused("numeric takes one or two pairs of an operator and a number");
        }
        bounds.add(new Bound(operator, operand.get(i + 1).decimalValue()));
      }
      return new Numeric(bounds);
    }

    @Override
    public boolean passes(JsonNode value) {
      return value.isNumber() && bounds.stream().allMatch(b -> b.holds(value.decimalValue()));
    }
  }
}
