// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.VALIDATION;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.local.dynamodb.expression.Comparison;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.Operand;
import io.github.kinesisetl.local.dynamodb.expression.Path;
import io.github.kinesisetl.local.dynamodb.expression.Update;
import io.github.kinesisetl.local.dynamodb.expression.UpdateAction;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters from before expressions, as far as KCL still sends them, in the terms of those
 * that came after.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html">
 *     Legacy conditional parameters</a>
 */
final class LegacyParameters {

  static final String EXPECTED = "Expected";
  static final String UPDATES = "AttributeUpdates";

  private LegacyParameters() {}

  /** The condition of Expected, or null if the request has none. */
  static @Nullable Condition condition(RequestFields fields, String... expressions) {
    if (!fields.has(EXPECTED)) {
      return null;
    }
    requireNoExpression(fields, EXPECTED, expressions);
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> expected : fields.requiredObject(EXPECTED).properties()) {
      conditions.add(expected(expected.getKey(), expected.getValue()));
    }
    return new Condition.AllOf(conditions);
  }

  /** The update of AttributeUpdates, or null if the request has none. */
  static @Nullable Update update(RequestFields fields, String... expressions) {
    if (!fields.has(UPDATES)) {
      return null;
    }
    requireNoExpression(fields, UPDATES, expressions);
    List<UpdateAction> actions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> update : fields.requiredObject(UPDATES).properties()) {
      actions.add(action(Path.of(update.getKey()), update.getValue()));
    }
    return new Update(actions);
  }

  private static Condition expected(String attribute, JsonNode node) {
    RequestFields fields = RequestFields.of(VALIDATION, node, "Exists", "Value");
    var exists = new Condition.Exists(Path.of(attribute));
    if (!fields.flag("Exists", true)) {
      if (fields.has("Value")) {
        throw invalidParameter(
            "Value cannot be used when Exists is false for Attribute: %s", attribute);
      }
      return new Condition.Not(exists);
    }
    if (!fields.has("Value")) {
      throw invalidParameter(
          "Value must be provided when Exists is %s for Attribute: %s",
          fields.has("Exists") ? "true" : "null", attribute);
    }
    Value value = ValueCodec.read(fields.requiredObject("Value"));
    return new Condition.Compare(
        new Operand.At(Path.of(attribute)), Comparison.EQ, new Operand.Constant(value));
  }

  private static UpdateAction action(Path path, JsonNode node) {
    RequestFields fields = RequestFields.of(VALIDATION, node, "Action", "Value");
    String action = fields.text("Action", "PUT");
    Value value = fields.has("Value") ? ValueCodec.read(fields.requiredObject("Value")) : null;
    if (value == null) {
      if (action.equals("DELETE")) {
        return new UpdateAction.Remove(path);
      }
      throw invalidParameter("Only DELETE action is allowed when no attribute value is specified");
    }
    return switch (action) {
      case "PUT" -> new UpdateAction.Set(path, new UpdateAction.Constant(value));
      case "ADD" -> added(path, value);
      case "DELETE" -> deleted(path, value);
      default -> throw invalid("Action must be one of PUT, ADD, DELETE");
    };
  }

  private static UpdateAction added(Path path, Value value) {
    if (value instanceof Value.Num || value instanceof Value.SetOf) {
      return new UpdateAction.Add(path, value);
    }
    throw invalidParameter("ADD action is not supported for the type %s", value.type());
  }

  private static UpdateAction deleted(Path path, Value value) {
    if (value instanceof Value.SetOf set) {
      return new UpdateAction.Delete(path, set);
    }
    throw invalidParameter(
        "DELETE action with value is not supported for the type %s", value.type());
  }

  private static void requireNoExpression(
      RequestFields fields, String legacy, String... expressions) {
    for (String expression : expressions) {
      if (fields.has(expression)) {
        throw invalid(
            "Can not use both expression and non-expression parameters in the same request:"
                + " Non-expression parameters: {%s} Expression parameters: {%s}",
            legacy, expression);
      }
    }
  }
}
