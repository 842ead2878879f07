// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.Placeholders.NAMES;
import static io.github.kinesisetl.local.dynamodb.Placeholders.VALUES;
import static io.github.kinesisetl.local.dynamodb.Refusal.invalid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query and Scan. */
final class ReadOperations {

  private static final String FILTER = "FilterExpression";
  private static final String SELECT = "Select";
  private static final String CONSISTENT = "ConsistentRead";
  private static final String CAPACITY = "ReturnConsumedCapacity";
  private static final int MAX_SEGMENTS = 1_000_000;

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
    Condition candidates = candidates(fields, table.schema(), placeholders);
    PageReader page = page(fields, table, placeholders, table.schema().names());
    return page.read(fields, fields.flag("ScanIndexForward", true), candidates);
  }

  private static Condition candidates(
      RequestFields fields, KeySchema schema, Placeholders placeholders) {
    String expression = fields.text(KeyCondition.FIELD);
    if (expression == null) {
      throw invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request; KeyConditions is not supported here");
    }
    KeyCondition keys =
        KeyCondition.of(
            ConditionParser.parse(KeyCondition.FIELD, expression, placeholders, Set.of()), schema);
    Operand hash = new Operand.At(Path.of(schema.hash().name()));
    return new Condition.AllOf(
        List.of(
            new Condition.Compare(hash, Comparison.EQ, new Operand.Constant(keys.hash())),
            keys.range()));
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
    return page.read(fields, true, segment(fields, table));
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

  private static Condition segment(RequestFields fields, Table table) {
    @Nullable Integer total = fields.number("TotalSegments");
    @Nullable Integer segment = fields.number("Segment");
    if (total == null && segment == null) {
      return Condition.ALWAYS;
    }
    if (total == null || segment == null || total < 1 || total > MAX_SEGMENTS) {
      throw invalid("Segment and TotalSegments must both be given, the latter 1 to 1000000");
    }
    if (segment < 0 || segment >= total) {
      throw invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: %d is not less than TotalSegments: %d",
          segment, total);
    }
    return new Condition.InSegment(table.schema().hash().name(), segment, total);
  }
}
