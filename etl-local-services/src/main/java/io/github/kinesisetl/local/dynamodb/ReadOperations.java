// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.NAMES;
import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.VALUES;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.ConditionParser;
import io.github.kinesisetl.local.dynamodb.expression.Placeholders;
import io.github.kinesisetl.local.dynamodb.expression.Projection;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.List;
import java.util.Set;

/** Query and Scan. */
final class ReadOperations {

  private static final String FILTER = "FilterExpression";
  private static final String INDEX = "IndexName";
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
            INDEX,
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
    View view = view(fields, table);
    KeySchema schema = view.order().schema();
    KeyCondition keys = keys(fields, schema, placeholders);
    PageReader page = page(fields, view, placeholders, schema.names());
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
    var view = new View(table.order(), Projection.ALL);
    PageReader page = page(fields, view, placeholders, Set.of());
    return page.read(fields, true, null);
  }

  /** The table, or the index that the request names. */
  private static View view(RequestFields fields, Table table) {
    String name = fields.text(INDEX);
    if (name == null) {
      return new View(table.order(), Projection.ALL);
    }
    SecondaryIndex index = table.indexes().get(name);
    if (index == null) {
      throw invalid("The table does not have the specified index: %s", name);
    }
    if (fields.flag(CONSISTENT, false)) {
      throw invalid("Consistent reads are not supported on global secondary indexes");
    }
    return new View(index.of(table), index.projection(table.schema()));
  }

  private static PageReader page(
      RequestFields fields, View view, Placeholders placeholders, Set<String> notInFilter) {
    String filter = fields.text(FILTER);
    Condition condition =
        filter == null
            ? Condition.ALWAYS
            : ConditionParser.parse(FILTER, filter, placeholders, notInFilter);
    String wanted = fields.text(Projection.FIELD);
    Projection projection =
        wanted == null ? view.projection() : Projection.parse(wanted, placeholders);
    placeholders.requireAllUsed();
    return new PageReader(view.order(), condition, projection, countsOnly(fields));
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

  /**
   * What is read.
   *
   * @param order the items
   * @param projection what is there of them to be seen
   */
  private record View(ItemOrder order, Projection projection) {}
}
