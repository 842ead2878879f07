// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.ConditionParser;
import io.github.kinesisetl.local.dynamodb.expression.Path;
import io.github.kinesisetl.local.dynamodb.expression.Placeholders;
import io.github.kinesisetl.local.dynamodb.expression.Update;
import io.github.kinesisetl.local.dynamodb.expression.UpdateParser;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Refusal;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.Set;

/** Reads what a request wants to do to one item. */
final class WriteReader {

  static final String CONDITION = "ConditionExpression";
  static final String SHOWS_ITEM = "ReturnValuesOnConditionCheckFailure";

  private final Tables tables;

  WriteReader(Tables tables) {
    this.tables = tables;
  }

  /** Reads the fields that every request may have, and refuses others. */
  static RequestFields fields(JsonNode request, String... known) {
    RequestFields fields = RequestFields.of(Refusal.VALIDATION, request, known);
    String capacity = fields.text("ReturnConsumedCapacity", "NONE");
    if (!capacity.equals("NONE")) {
      throw invalid("ReturnConsumedCapacity must be NONE: capacity is not counted here");
    }
    return fields;
  }

  Write put(RequestFields fields) {
    Table table = table(fields);
    Item item = ValueCodec.readItem(fields.requiredObject("Item"));
    ItemKey key = table.schema().of(item);
    var placeholders = Placeholders.of(fields, CONDITION);
    return write(fields, table, key, placeholders, new Write.Replace(item));
  }

  Write delete(RequestFields fields) {
    Table table = table(fields);
    var placeholders = Placeholders.of(fields, CONDITION);
    return write(fields, table, key(table, fields), placeholders, new Write.Delete());
  }

  Write check(RequestFields fields) {
    Table table = table(fields);
    fields.requiredText(CONDITION);
    var placeholders = Placeholders.of(fields, CONDITION);
    return write(fields, table, key(table, fields), placeholders, new Write.Check());
  }

  Write update(RequestFields fields) {
    Table table = table(fields);
    var placeholders = Placeholders.of(fields, Update.FIELD, CONDITION);
    String expression = fields.text(Update.FIELD);
    Update legacy = LegacyParameters.update(fields, Update.FIELD, CONDITION);
    Update update = legacy == null ? Update.NOTHING : legacy;
    if (expression != null) {
      update = UpdateParser.parse(expression, placeholders);
    }
    for (Path path : update.paths()) {
      if (table.schema().names().contains(path.attribute())) {
        throw invalidParameter(
            "Cannot update attribute %s. This attribute is part of the key", path.attribute());
      }
    }
    return write(fields, table, key(table, fields), placeholders, new Write.Modify(update));
  }

  Table table(RequestFields fields) {
    return tables.require(fields.requiredText("TableName"));
  }

  static ItemKey key(Table table, RequestFields fields) {
    return table.schema().ofKey(ValueCodec.readItem(fields.requiredObject("Key")));
  }

  private static Write write(
      RequestFields fields,
      Table table,
      ItemKey key,
      Placeholders placeholders,
      Write.Change change) {
    Condition condition = condition(fields, placeholders);
    placeholders.requireAllUsed();
    String shows = fields.text(SHOWS_ITEM, "NONE");
    if (!shows.equals("NONE") && !shows.equals("ALL_OLD")) {
      throw invalid("%s must be NONE or ALL_OLD", SHOWS_ITEM);
    }
    return new Write(table, key, condition, shows.equals("ALL_OLD"), change);
  }

  private static Condition condition(RequestFields fields, Placeholders placeholders) {
    String expression = fields.text(CONDITION);
    Condition expected = LegacyParameters.condition(fields, CONDITION, Update.FIELD);
    if (expected != null) {
      return expected;
    }
    return expression == null
        ? Condition.ALWAYS
        : ConditionParser.parse(CONDITION, expression, placeholders, Set.of());
  }
}
