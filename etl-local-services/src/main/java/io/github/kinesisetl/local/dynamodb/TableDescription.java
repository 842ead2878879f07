// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.KeySchema.KeyAttribute;
import io.github.kinesisetl.local.dynamodb.value.Item;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is told of a table and its indexes. */
final class TableDescription {

  private static final String ACTIVE = "ACTIVE";

  private TableDescription() {}

  static ObjectNode of(Table table, String arn) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("TableName", table.name()).put("TableArn", arn).put("TableStatus", ACTIVE);
    shown.put("TableId", UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8)).toString());
    shown.put("CreationDateTime", table.createdMillis() / 1000.0);
    shown.put("ItemCount", table.items().size()).put("TableSizeBytes", table.bytes());
    shown.put(TableReader.PROTECTION, table.isProtected());
    Map<String, String> types = new LinkedHashMap<>();
    keys(shown, table.schema(), types);
    capacity(shown, table.capacity());
    shown
        .putObject("BillingModeSummary")
        .put("BillingMode", table.capacity().isOnDemand() ? "PAY_PER_REQUEST" : "PROVISIONED");
    if (!table.indexes().isEmpty()) {
      ArrayNode indexes = shown.putArray("GlobalSecondaryIndexes");
      table.indexes().values().forEach(i -> describe(indexes.addObject(), i, table, arn, types));
    }
    ArrayNode definitions = shown.putArray(TableReader.DEFINITIONS);
    types.forEach((name, type) ->
        definitions.addObject().put("AttributeName", name).put("AttributeType", type));
    return shown;
  }

  private static void describe(
      ObjectNode shown,
      SecondaryIndex index,
      Table table,
      String tableArn,
      Map<String, String> types) {
    shown.put("IndexName", index.name()).put("IndexStatus", ACTIVE);
    shown.put("IndexArn", tableArn + "/index/" + index.name());
    keys(shown, index.schema(), types);
    ObjectNode projection = shown.putObject("Projection");
    projection.put("ProjectionType", index.shows().type());
    if (!index.shows().others().isEmpty()) {
      index.shows().others().forEach(projection.putArray("NonKeyAttributes")::add);
    }
    capacity(shown, index.capacity());
    var items = index.of(table).items();
    shown.put("ItemCount", items.size());
    shown.put("IndexSizeBytes", items.values().stream().mapToLong(Item::bytes).sum());
  }

  private static void keys(ObjectNode shown, KeySchema schema, Map<String, String> types) {
    ArrayNode keys = shown.putArray("KeySchema");
    key(keys, schema.hash(), "HASH", types);
    if (schema.range() != null) {
      key(keys, schema.range(), "RANGE", types);
    }
  }

  private static void key(
      ArrayNode keys, KeyAttribute attribute, String kind, Map<String, String> types) {
    keys.addObject().put("AttributeName", attribute.name()).put("KeyType", kind);
    types.put(attribute.name(), attribute.type());
  }

  private static void capacity(ObjectNode shown, Table.Capacity capacity) {
    shown
        .putObject("ProvisionedThroughput")
        .put("ReadCapacityUnits", capacity.readUnits())
        .put("WriteCapacityUnits", capacity.writeUnits())
        .put("NumberOfDecreasesToday", 0);
  }
}
