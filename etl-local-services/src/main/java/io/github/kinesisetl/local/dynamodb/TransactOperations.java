// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.WriteReader.CONDITION;
import static io.github.kinesisetl.local.dynamodb.WriteReader.SHOWS_ITEM;
import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.NAMES;
import static io.github.kinesisetl.local.dynamodb.expression.Placeholders.VALUES;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.Write.Written;
import io.github.kinesisetl.local.dynamodb.expression.Update;
import io.github.kinesisetl.local.dynamodb.value.Refusal;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** TransactWriteItems: all or nothing. */
final class TransactOperations {

  /**
   * The most actions.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">
   *     TransactWriteItems</a>
   */
  private static final int MAX_ACTIONS = 100;

  private final Tables tables;
  private final WriteReader reader;

  TransactOperations(Tables tables) {
    this.tables = tables;
    this.reader = new WriteReader(tables);
  }

  /** A repeated ClientRequestToken is not recognised; the README says so. */
  ObjectNode write(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request,
            "TransactItems",
            "ClientRequestToken",
            "ReturnConsumedCapacity",
            "ReturnItemCollectionMetrics");
    List<Write> writes = new ArrayList<>();
    fields.list("TransactItems").forEach(node -> writes.add(write(node)));
    if (writes.isEmpty() || writes.size() > MAX_ACTIONS) {
      throw invalid("TransactItems must have 1 to %d, but has %d", MAX_ACTIONS, writes.size());
    }
    Set<Object> seen = new HashSet<>();
    for (Write write : writes) {
      if (!seen.add(List.of(write.table().name(), write.key()))) {
        throw invalid("Transaction request cannot include multiple operations on one item");
      }
    }
    List<Written> prepared = prepare(writes);
    tables.requireRoom(prepared.stream().mapToLong(Written::moreBytes).sum());
    prepared.forEach(Written::store);
    return JsonNodeFactory.instance.objectNode();
  }

  private Write write(JsonNode node) {
    WriteReader.fields(node, "Put", "Update", "Delete", "ConditionCheck");
    if (node.size() != 1) {
      throw invalid(
          "TransactItems can only contain one of Check, Put, Update or Delete in each element");
    }
    String kind = node.fieldNames().next();
    JsonNode action = node.get(kind);
    return switch (kind) {
      case "Put" -> reader.put(fields(action, "Item"));
      case "Update" -> reader.update(fields(action, "Key", Update.FIELD));
      case "Delete" -> reader.delete(fields(action, "Key"));
      default -> reader.check(fields(action, "Key"));
    };
  }

  private static RequestFields fields(JsonNode action, String... more) {
    List<String> known =
        new ArrayList<>(List.of("TableName", CONDITION, NAMES, VALUES, SHOWS_ITEM));
    known.addAll(List.of(more));
    return WriteReader.fields(action, known.toArray(new String[0]));
  }

  private static List<Written> prepare(List<Write> writes) {
    List<Written> prepared = new ArrayList<>();
    List<String> codes = new ArrayList<>();
    ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
    for (Write write : writes) {
      ObjectNode reason = reasons.addObject();
      try {
        prepared.add(write.prepare());
        codes.add("None");
      } catch (ServiceError e) {
        boolean isCondition = e.code().equals(Refusal.CONDITION_FAILED);
        codes.add(isCondition ? "ConditionalCheckFailed" : "ValidationError");
        reason.put("Message", e.getMessage());
        reason.setAll(e.details());
      }
      reason.put("Code", codes.get(codes.size() - 1));
    }
    if (prepared.size() < writes.size()) {
      ObjectNode details = JsonNodeFactory.instance.objectNode();
      details.set("CancellationReasons", reasons);
      throw ServiceError.badRequest(
              "TransactionCanceledException",
              "Transaction cancelled, please refer cancellation reasons for specific reasons [%s]",
              String.join(", ", codes))
          .with(details);
    }
    return prepared;
  }
}
