// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.KeySchema.KeyAttribute;
import io.github.kinesisetl.local.service.RequestFields;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads what a new table shall be, and describes what it is.
 *
 * @param nowMillis when it is created
 */
record TableReader(long nowMillis) {

  private static final String THROUGHPUT = "ProvisionedThroughput";
  private static final String BILLING = "BillingMode";
  private static final String ON_DEMAND = "PAY_PER_REQUEST";
  private static final String PROVISIONED = "PROVISIONED";
  private static final String SCHEMA = "KeySchema";
  private static final String DEFINITIONS = "AttributeDefinitions";

  /** Tags are accepted and forgotten: no operation here shows them. */
  Table read(ObjectNode request) {
    RequestFields fields =
        RequestFields.of(
            Refusal.VALIDATION,
            request,
            "TableName",
            SCHEMA,
            DEFINITIONS,
            BILLING,
            THROUGHPUT,
            "Tags",
            "TableClass",
            "DeletionProtectionEnabled",
            "StreamSpecification");
    String name = Tables.checkedName(fields.requiredText("TableName"));
    if (fields.flag("DeletionProtectionEnabled", false)) {
      throw invalid("DeletionProtectionEnabled is not supported here");
    }
    ObjectNode stream = fields.object("StreamSpecification");
    if (stream != null && stream.path("StreamEnabled").asBoolean()) {
      throw invalid("StreamSpecification must not enable a stream: there are none here");
    }
    return new Table(name, schema(fields), capacity(fields), nowMillis);
  }

  private static KeySchema schema(RequestFields fields) {
    Map<String, String> types = new HashMap<>();
    for (JsonNode node : fields.list(DEFINITIONS)) {
      var definition = RequestFields.of(Refusal.VALIDATION, node, "AttributeName", "AttributeType");
      types.put(definition.requiredText("AttributeName"), type(definition));
    }
    List<JsonNode> keys = fields.list(SCHEMA);
    if (keys.isEmpty() || keys.size() > 2) {
      throw invalid("KeySchema must have 1 or 2 elements, but has %d", keys.size());
    }
    if (types.size() != keys.size()) {
      throw invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
    String hash = keyName(keys.get(0), "HASH");
    var hashKey = KeyAttribute.hash(hash, typeOf(hash, types));
    if (keys.size() == 1) {
      return new KeySchema(hashKey, null);
    }
    String range = keyName(keys.get(1), "RANGE");
    return new KeySchema(hashKey, KeyAttribute.range(range, typeOf(range, types)));
  }

  private static String type(RequestFields definition) {
    String type = definition.requiredText("AttributeType");
    if (!List.of("S", "N", "B").contains(type)) {
      throw invalid("AttributeType must be one of S, N, B");
    }
    return type;
  }

  private static String keyName(JsonNode node, String kind) {
    RequestFields key = RequestFields.of(Refusal.VALIDATION, node, "AttributeName", "KeyType");
    if (!key.requiredText("KeyType").equals(kind)) {
      throw invalid(
          "Invalid KeySchema: the first element must be a HASH key type, the second a RANGE key"
              + " type");
    }
    return key.requiredText("AttributeName");
  }

  private static String typeOf(String name, Map<String, String> types) {
    String type = types.get(name);
    if (type == null) {
      throw invalidParameter(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: [%s]", name);
    }
    return type;
  }

  private static Table.Capacity capacity(RequestFields fields) {
    ObjectNode throughput = fields.object(THROUGHPUT);
    String billing = fields.text(BILLING, PROVISIONED);
    if (billing.equals(ON_DEMAND)) {
      if (throughput != null) {
        throw invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Table.Capacity.ON_DEMAND;
    }
    if (!billing.equals(PROVISIONED)) {
      throw invalid("BillingMode must be PROVISIONED or PAY_PER_REQUEST");
    }
    if (throughput == null) {
      throw invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    RequestFields units =
        RequestFields.of(Refusal.VALIDATION, throughput, "ReadCapacityUnits", "WriteCapacityUnits");
    return new Table.Capacity(
        units.number("ReadCapacityUnits", 0, 1, Integer.MAX_VALUE),
        units.number("WriteCapacityUnits", 0, 1, Integer.MAX_VALUE));
  }

  static ObjectNode describe(Table table, String arn) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("TableName", table.name()).put("TableArn", arn).put("TableStatus", "ACTIVE");
    shown.put("TableId", UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8)).toString());
    shown.put("CreationDateTime", table.createdMillis() / 1000.0);
    shown.put("ItemCount", table.items().size()).put("TableSizeBytes", table.bytes());
    shown.put("DeletionProtectionEnabled", false);
    ArrayNode keys = shown.putArray(SCHEMA);
    ArrayNode definitions = shown.putArray(DEFINITIONS);
    describe(table.schema().hash(), "HASH", keys, definitions);
    KeyAttribute range = table.schema().range();
    if (range != null) {
      describe(range, "RANGE", keys, definitions);
    }
    Table.Capacity capacity = table.capacity();
    shown
        .putObject(THROUGHPUT)
        .put("ReadCapacityUnits", capacity.readUnits())
        .put("WriteCapacityUnits", capacity.writeUnits())
        .put("NumberOfDecreasesToday", 0);
    shown
        .putObject("BillingModeSummary")
        .put(BILLING, capacity.isOnDemand() ? ON_DEMAND : PROVISIONED);
    return shown;
  }

  private static void describe(
      KeyAttribute attribute, String kind, ArrayNode keys, ArrayNode definitions) {
    keys.addObject().put("AttributeName", attribute.name()).put("KeyType", kind);
    definitions
        .addObject()
        .put("AttributeName", attribute.name())
        .put("AttributeType", attribute.type());
  }
}
