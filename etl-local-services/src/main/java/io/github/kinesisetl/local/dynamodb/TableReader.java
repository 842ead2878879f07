// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.KeySchema.KeyAttribute;
import io.github.kinesisetl.local.dynamodb.SecondaryIndex.Shown;
import io.github.kinesisetl.local.dynamodb.value.Refusal;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a new table or index shall be.
 *
 * @param nowMillis when a table is created
 */
record TableReader(long nowMillis) {

  static final String PROTECTION = "DeletionProtectionEnabled";
  static final String DEFINITIONS = "AttributeDefinitions";
  private static final String THROUGHPUT = "ProvisionedThroughput";
  private static final String BILLING = "BillingMode";
  private static final String ON_DEMAND = "PAY_PER_REQUEST";
  private static final String PROVISIONED = "PROVISIONED";
  private static final String SCHEMA = "KeySchema";

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
            PROTECTION,
            "StreamSpecification");
    String name = Tables.checkedName(fields.requiredText("TableName"));
    ObjectNode stream = fields.object("StreamSpecification");
    if (stream != null && stream.path("StreamEnabled").asBoolean()) {
      throw invalid("StreamSpecification must not enable a stream: there are none here");
    }
    Map<String, String> types = types(fields);
    KeySchema schema = schema(fields, types);
    if (types.size() != schema.names().size()) {
      throw invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
    Table table = new Table(name, schema, capacity(fields), nowMillis);
    table.protect(fields.flag(PROTECTION, false));
    return table;
  }

  /** Reads an index of the table that a request updates. */
  static SecondaryIndex readIndex(RequestFields request, JsonNode node, Table table) {
    RequestFields fields =
        RequestFields.of(Refusal.VALIDATION, node, "IndexName", SCHEMA, "Projection", THROUGHPUT);
    Table.Capacity capacity =
        table.capacity().isOnDemand() && !fields.has(THROUGHPUT)
            ? Table.Capacity.ON_DEMAND
            : provisioned(fields.requiredObject(THROUGHPUT));
    return new SecondaryIndex(
        Tables.checkedName(fields.requiredText("IndexName")),
        schema(fields, types(request)),
        shown(fields.requiredObject("Projection")),
        capacity);
  }

  private static SecondaryIndex.Shown shown(ObjectNode projection) {
    RequestFields fields =
        RequestFields.of(Refusal.VALIDATION, projection, "ProjectionType", "NonKeyAttributes");
    String type = fields.text("ProjectionType", "");
    List<String> others = fields.texts("NonKeyAttributes");
    if (!List.of(Shown.ALL, Shown.KEYS_ONLY, Shown.INCLUDE).contains(type)) {
      throw invalidParameter("Unknown ProjectionType: %s", type);
    }
    if (type.equals(Shown.INCLUDE) == others.isEmpty()) {
      throw invalidParameter(
          "ProjectionType is %s, %s NonKeyAttributes are specified",
          type, others.isEmpty() ? "but no" : "but");
    }
    return new SecondaryIndex.Shown(type, others);
  }

  private static Map<String, String> types(RequestFields fields) {
    Map<String, String> types = new HashMap<>();
    for (JsonNode node : fields.list(DEFINITIONS)) {
      var definition = RequestFields.of(Refusal.VALIDATION, node, "AttributeName", "AttributeType");
      types.put(definition.requiredText("AttributeName"), type(definition));
    }
    return types;
  }

  private static KeySchema schema(RequestFields fields, Map<String, String> types) {
    List<JsonNode> keys = fields.list(SCHEMA);
    if (keys.isEmpty() || keys.size() > 2) {
      throw invalid("KeySchema must have 1 or 2 elements, but has %d", keys.size());
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
    return provisioned(throughput);
  }

  private static Table.Capacity provisioned(ObjectNode throughput) {
    RequestFields units =
        RequestFields.of(Refusal.VALIDATION, throughput, "ReadCapacityUnits", "WriteCapacityUnits");
    return new Table.Capacity(
        units.number("ReadCapacityUnits", 0, 1, Integer.MAX_VALUE),
        units.number("WriteCapacityUnits", 0, 1, Integer.MAX_VALUE));
  }
}
