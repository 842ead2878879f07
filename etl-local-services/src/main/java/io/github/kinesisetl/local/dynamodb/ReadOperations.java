// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.Placeholders.NAMES;
import static io.github.kinesisetl.local.dynamodb.Placeholders.VALUES;
import static io.github.kinesisetl.local.dynamodb.Refusal.invalid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.List;
import java.util.Set;

/** Query and Scan. */
final class ReadOperations {

  private static final String FILTER = "FilterExpression";
  private static final String SELECT = "Select";
  private static final String CONSISTENT = "ConsistentRead";
  private static final String CAPACITY = "ReturnConsumedCapacity";

  private final WriteReader reader;

  ReadOperations(Tables tables) {
    this.reader = new WriteReader(tables);
  }

  ObjectNode query(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TableName",
            KeyCondition.FIELD,
            FILTER,
            Projection.FIELD,
            NAMES,
            VALUES,
            "Limit",
            PageReader.START,
            "ScanIndexForward",
            SELECT,
            CONSISTENT,
            CAPACITY);
    Table table = reader.table(fields);
    var placeholders = Placeholders.of(fields, KeyCondition.FIELD, FILTER, Projection.FIELD);
    KeyCondition keys = keys(fields, table.schema(), placeholders);
    PageReader page = page(fields, table, placeholders, table.schema().names());
    return page.read(fields, fields.flag("ScanIndexForward", true), keys);
  }

  private static KeyCondition keys(
      RequestFields fields, KeySchema schema, Placeholders placeholders) {
    String expression = fields.text(KeyCondition.FIELD);
    if (expression == null) {
      throw invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request; KeyConditions is not supported here");
    }
    return KeyCondition.of(
        ConditionParser.parse(KeyCondition.FIELD, expression, placeholders, Set.of()), schema);
  }

  ObjectNode scan(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TableName",
            FILTER,
            Projection.FIELD,
            NAMES,
            VALUES,
            "Limit",
            PageReader.START,
            SELECT,
            CONSISTENT,
            CAPACITY,
            "Segment",
            "TotalSegments");
    Table table = reader.table(fields);
    var placeholders = Placeholders.of(fields, FILTER, Projection.FIELD);
    PageReader page = page(fields, table, placeholders, Set.of());
    return page.read(fields, true, null);
  }

  private static PageReader page(
      RequestFields fields, Table table, Placeholders placeholders, Set<String> notInFilter) {
    String filter = fields.text(FILTER);
    Condition condition =
        filter == null
            ? Condition.ALWAYS
            : ConditionParser.parse(FILTER, filter, placeholders, notInFilter);
    String wanted = fields.text(Projection.FIELD);
    Projection projection =
        wanted == null ? Projection.ALL : Projection.parse(wanted, placeholders);
    placeholders.requireAllUsed();
    return new PageReader(table, condition, projection, countsOnly(fields));
  }

  private static boolean countsOnly(RequestFields fields) {
    boolean isProjected = fields.has(Projection.FIELD);
    String select = fields.text(SELECT, isProjected ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES");
    if (!List.of("ALL_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT").contains(select)) {
      throw invalid("Select must be ALL_ATTRIBUTES, SPECIFIC_ATTRIBUTES or COUNT");
    }
    if (isProjected != select.equals("SPECIFIC_ATTRIBUTES")) {
      throw invalid("Cannot specify the ProjectionExpression when choosing to get %s", select);
    }
    return select.equals("COUNT");
  }
}
