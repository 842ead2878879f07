// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.value.Refusal;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.List;

/** The operations on tables. */
final class TableOperations {

  private static final int MAX_PAGE = 100;
  private static final String TABLE = "TableName";
  private static final String INDEX_UPDATES = "GlobalSecondaryIndexUpdates";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Tables tables;

  TableOperations(Tables tables) {
    this.tables = tables;
  }

  ObjectNode create(ObjectNode request) {
    Table table = new TableReader(tables.nowMillis()).read(request);
    tables.add(table);
    return answer("TableDescription", TableDescription.of(table, tables.arn(table.name())));
  }

  ObjectNode describe(ObjectNode request) {
    Table table = require(RequestFields.of(Refusal.VALIDATION, request, TABLE));
    return answer("Table", TableDescription.of(table, tables.arn(table.name())));
  }

  ObjectNode delete(ObjectNode request) {
    Table table = require(RequestFields.of(Refusal.VALIDATION, request, TABLE));
    if (table.isProtected()) {
      throw invalid(
          "Resource cannot be deleted as it is currently protected against deletion. Disable"
              + " deletion protection first.");
    }
    tables.remove(table);
    ObjectNode description = TableDescription.of(table, tables.arn(table.name()));
    return answer("TableDescription", description.put("TableStatus", "DELETING"));
  }

  /** Makes one index, and protects the table from deletion or no longer. */
  ObjectNode update(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(
            Refusal.VALIDATION,
            request,
            TABLE,
            TableReader.DEFINITIONS,
            TableReader.PROTECTION,
            INDEX_UPDATES);
    Table table = require(fields);
    List<JsonNode> updates = fields.list(INDEX_UPDATES);
    if (updates.isEmpty() && !fields.has(TableReader.PROTECTION)) {
      throw invalidParameter("UpdateTable must change an index or %s", TableReader.PROTECTION);
    }
    if (updates.size() > 1) {
      throw ServiceError.badRequest(
          "LimitExceededException",
          "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
              + " per table");
    }
    for (JsonNode update : updates) {
      RequestFields change = RequestFields.of(Refusal.VALIDATION, update, "Create");
      table.add(TableReader.readIndex(fields, change.requiredObject("Create"), table));
    }
    table.protect(fields.flag(TableReader.PROTECTION, table.isProtected()));
    return answer("TableDescription", TableDescription.of(table, tables.arn(table.name())));
  }

  /** Says yes: a table in memory is as old as its last item, and nothing restores an older one. */
  ObjectNode updateContinuousBackups(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(Refusal.VALIDATION, request, TABLE, "PointInTimeRecoverySpecification");
    require(fields);
    RequestFields wanted =
        RequestFields.of(
            Refusal.VALIDATION,
            fields.requiredObject("PointInTimeRecoverySpecification"),
            "PointInTimeRecoveryEnabled");
    ObjectNode backups = JSON.objectNode().put("ContinuousBackupsStatus", "ENABLED");
    backups
        .putObject("PointInTimeRecoveryDescription")
        .put(
            "PointInTimeRecoveryStatus",
            wanted.flag("PointInTimeRecoveryEnabled", false) ? "ENABLED" : "DISABLED");
    return answer("ContinuousBackupsDescription", backups);
  }

  ObjectNode list(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(Refusal.VALIDATION, request, "ExclusiveStartTableName", "Limit");
    int limit = fields.number("Limit", MAX_PAGE, 1, MAX_PAGE);
    List<String> names =
        tables.all().tailMap(fields.text("ExclusiveStartTableName", ""), false).keySet().stream()
            .limit(limit + 1L)
            .toList();
    ObjectNode answer = JSON.objectNode();
    ArrayNode shown = answer.putArray("TableNames");
    names.stream().limit(limit).forEach(shown::add);
    if (names.size() > limit) {
      answer.put("LastEvaluatedTableName", names.get(limit - 1));
    }
    return answer;
  }

  ObjectNode updateTimeToLive(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(Refusal.VALIDATION, request, TABLE, "TimeToLiveSpecification");
    Table table = require(fields);
    RequestFields wanted =
        RequestFields.of(
            Refusal.VALIDATION,
            fields.requiredObject("TimeToLiveSpecification"),
            "Enabled",
            "AttributeName");
    String attribute = wanted.requiredText("AttributeName");
    boolean enabled = wanted.flag("Enabled", false);
    String present = table.expiryAttribute();
    if (enabled && present != null) {
      throw invalid("TimeToLive is already enabled");
    }
    if (!enabled && !attribute.equals(present)) {
      throw invalid(
          present == null
              ? "TimeToLive is already disabled"
              : "TimeToLive is active on a different AttributeName");
    }
    table.expiryAttribute(enabled ? attribute : null);
    ObjectNode kept = JSON.objectNode().put("AttributeName", attribute).put("Enabled", enabled);
    return answer("TimeToLiveSpecification", kept);
  }

  ObjectNode describeTimeToLive(ObjectNode request) {
    String attribute =
        require(RequestFields.of(Refusal.VALIDATION, request, TABLE)).expiryAttribute();
    ObjectNode shown = JSON.objectNode();
    shown.put("TimeToLiveStatus", attribute == null ? "DISABLED" : "ENABLED");
    if (attribute != null) {
      shown.put("AttributeName", attribute);
    }
    return answer("TimeToLiveDescription", shown);
  }

  private Table require(RequestFields fields) {
    String name = fields.requiredText(TABLE);
    Table table = tables.find(name);
    if (table == null) {
      throw ServiceError.badRequest(
          "ResourceNotFoundException", "Requested resource not found: Table: %s not found", name);
    }
    return table;
  }

  private static ObjectNode answer(String name, ObjectNode content) {
    ObjectNode answer = JSON.objectNode();
    answer.set(name, content);
    return answer;
  }
}
