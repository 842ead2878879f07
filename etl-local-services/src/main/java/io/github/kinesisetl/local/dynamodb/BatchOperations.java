// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.Write.Written;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.Placeholders;
import io.github.kinesisetl.local.dynamodb.expression.Projection;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BatchGetItem and BatchWriteItem. */
final class BatchOperations {

  /**
   * The most keys of a BatchGetItem.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">
   *     BatchGetItem</a>
   */
  private static final int MAX_GETS = 100;

  /**
   * The most requests of a BatchWriteItem.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">
   *     BatchWriteItem</a>
   */
  private static final int MAX_WRITES = 25;

  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final String REQUESTS = "RequestItems";
  private static final String DUPLICATES = "Provided list of item keys contains duplicates";

  private final Tables tables;

  BatchOperations(Tables tables) {
    this.tables = tables;
  }

  ObjectNode write(ObjectNode request) {
    RequestFields fields =
        WriteReader.fields(
            request, REQUESTS, "ReturnConsumedCapacity", "ReturnItemCollectionMetrics");
    List<Write> writes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : fields.requiredObject(REQUESTS).properties()) {
      Table table = tables.require(entry.getKey());
      entry.getValue().forEach(node -> writes.add(write(table, node)));
    }
    if (writes.isEmpty() || writes.size() > MAX_WRITES) {
      throw invalid(
          "Too many items requested for the BatchWriteItem call: 1 to %d are allowed, but there are"
              + " %d",
          MAX_WRITES, writes.size());
    }
    requireDistinct(writes);
    List<Written> prepared = writes.stream().map(Write::prepare).toList();
    tables.requireRoom(prepared.stream().mapToLong(Written::moreBytes).sum());
    prepared.forEach(Written::store);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("UnprocessedItems");
    return answer;
  }

  ObjectNode get(ObjectNode request) {
    RequestFields fields = WriteReader.fields(request, REQUESTS, "ReturnConsumedCapacity");
    ObjectNode requests = fields.requiredObject(REQUESTS);
    int count = 0;
    for (JsonNode wanted : requests) {
      count += wanted.path("Keys").size();
    }
    if (count < 1 || count > MAX_GETS) {
      throw invalid(
          "Too many items requested for the BatchGetItem call: 1 to %d are allowed, but there are"
              + " %d",
          MAX_GETS, count);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    int bytes = 0;
    for (Map.Entry<String, JsonNode> entry : requests.properties()) {
      bytes = get(entry, responses.putArray(entry.getKey()), unprocessed, bytes);
    }
    return answer;
  }

  /** Reads one table's keys; those beyond 16 MiB are told to be unprocessed. */
  private int get(
      Map.Entry<String, JsonNode> entry, ArrayNode found, ObjectNode unprocessed, int before) {
    RequestFields fields =
        WriteReader.fields(
            entry.getValue(), "Keys", "ConsistentRead", Projection.FIELD, Placeholders.NAMES);
    Table table = tables.require(entry.getKey());
    Projection projection = ItemOperations.projection(fields);
    Set<ItemKey> seen = new HashSet<>();
    ArrayNode left = JsonNodeFactory.instance.arrayNode();
    int bytes = before;
    for (JsonNode node : fields.list("Keys")) {
      ItemKey key = table.schema().ofKey(item(node));
      if (!seen.add(key)) {
        throw invalid(DUPLICATES);
      }
      Item item = table.find(key);
      bytes += item == null ? 0 : item.bytes();
      if (bytes > MAX_ANSWER_BYTES) {
        left.add(node);
      } else if (item != null) {
        found.add(ValueCodec.write(projection.of(item)));
      }
    }
    if (!left.isEmpty()) {
      ObjectNode again = ((ObjectNode) entry.getValue()).deepCopy();
      again.set("Keys", left);
      unprocessed.set(entry.getKey(), again);
    }
    return bytes;
  }

  private static Write write(Table table, JsonNode node) {
    RequestFields fields = WriteReader.fields(node, "PutRequest", "DeleteRequest");
    if (node.size() != 1) {
      throw invalid("Supplied WriteRequest must have exactly one of PutRequest, DeleteRequest");
    }
    if (fields.has("PutRequest")) {
      Item item = item(WriteReader.fields(node.get("PutRequest"), "Item").requiredObject("Item"));
      return new Write(
          table, table.schema().of(item), Condition.ALWAYS, false, new Write.Replace(item));
    }
    ItemKey key = WriteReader.key(table, WriteReader.fields(node.get("DeleteRequest"), "Key"));
    return new Write(table, key, Condition.ALWAYS, false, new Write.Delete());
  }

  private static void requireDistinct(List<Write> writes) {
    Set<Object> seen = new HashSet<>();
    for (Write write : writes) {
      if (!seen.add(List.of(write.table().name(), write.key()))) {
        throw invalid(DUPLICATES);
      }
    }
  }

  private static Item item(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return ValueCodec.readItem(object);
    }
    throw invalid("a key and an item must be objects of attributes");
  }
}
