// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.LegacyParameters.EXPECTED;
import static io.github.kinesisetl.local.dynamodb.WriteReader.CONDITION;
import static io.github.kinesisetl.local.dynamodb.WriteReader.SHOWS_ITEM;
import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.NAMES;
import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.VALUES;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.Write.Written;
import io.github.kinesisetl.local.dynamodb.expression.Documents;
import io.github.kinesisetl.local.dynamodb.expression.Placeholders;
import io.github.kinesisetl.local.dynamodb.expression.Projection;
import io.github.kinesisetl.local.dynamodb.expression.Update;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on one item. */
final class ItemOperations {

  private static final String CAPACITY = "ReturnConsumedCapacity";
  private static final String COLLECTIONS = "ReturnItemCollectionMetrics";
  private static final String RETURN = "ReturnValues";

  private final Tables tables;
  private final WriteReader reader;

  ItemOperations(Tables tables) {
    this.tables = tables;
    this.reader = new WriteReader(tables);
  }

  ObjectNode put(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TableName",
            "Item",
            CONDITION,
            EXPECTED,
            NAMES,
            VALUES,
            RETURN,
            SHOWS_ITEM,
            CAPACITY,
            COLLECTIONS);
    return run(fields, reader.put(fields));
  }

  ObjectNode delete(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TableName",
            "Key",
            CONDITION,
            EXPECTED,
            NAMES,
            VALUES,
            RETURN,
            SHOWS_ITEM,
            CAPACITY,
            COLLECTIONS);
    return run(fields, reader.delete(fields));
  }

  ObjectNode update(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TableName",
            "Key",
            Update.FIELD,
            LegacyParameters.UPDATES,
            CONDITION,
            EXPECTED,
            NAMES,
            VALUES,
            RETURN,
            SHOWS_ITEM,
            CAPACITY,
            COLLECTIONS);
    return run(fields, reader.update(fields));
  }

  ObjectNode get(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request, "TableName", "Key", "ConsistentRead", Projection.FIELD, NAMES, CAPACITY);
    Table table = reader.table(fields);
    fields.flag("ConsistentRead", false); // every read is consistent
    Projection projection = projection(fields);
    Item item = table.find(WriteReader.key(table, fields));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (item != null) {
      answer.set("Item", ValueCodec.write(projection.of(item)));
    }
    return answer;
  }

  /** The projection of a request that has no other expression. */
  static Projection projection(RequestFields fields) {
    var placeholders = Placeholders.of(fields, Projection.FIELD);
    String expression = fields.text(Projection.FIELD);
    Projection projection =
        expression == null ? Projection.ALL : Projection.parse(expression, placeholders);
    placeholders.requireAllUsed();
    return projection;
  }

  private ObjectNode run(RequestFields fields, Write write) {
    String returned = fields.text(RETURN, "NONE");
    boolean isUpdate = write.change() instanceof Write.Modify;
    List<String> allowed =
        isUpdate
            ? List.of("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")
            : List.of("NONE", "ALL_OLD");
    if (!allowed.contains(returned)) {
      throw invalid("ReturnValues must be one of %s", allowed);
    }
    Written written = write.prepare();
    tables.requireRoom(written.moreBytes());
    written.store();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Item attributes = returned(written, returned);
    if (attributes != null && !attributes.attributes().isEmpty()) {
      answer.set("Attributes", ValueCodec.write(attributes));
    }
    return answer;
  }

  private static @Nullable Item returned(Written written, String wanted) {
    if (wanted.equals("NONE")) {
      return null;
    }
    Item item = wanted.endsWith("_OLD") ? written.old() : written.fresh();
    boolean isPart = wanted.startsWith("UPDATED_");
    return item != null && isPart && written.write().change() instanceof Write.Modify modify
        ? Documents.pick(item, modify.update().paths())
        : item;
  }
}
