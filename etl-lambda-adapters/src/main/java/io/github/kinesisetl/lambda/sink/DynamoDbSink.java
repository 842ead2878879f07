// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts items into a table, 25 a request. An item written again replaces itself, as long as its key
 * is the event's own; of items with one key in a write, the last is put. Safe for use by many
 * threads.
 *
 * @param <T> the type of item
 */
public final class DynamoDbSink<T> implements Sink<T> {

  /** Most items of a request (BatchWriteItem). */
  private static final int MAX_ITEMS = 25;

  /** Requests for what the table did not take at once, beside the client's own retries. */
  private static final int MAX_ROUNDS = 5;

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final List<String> keyNames;
  private final Function<T, Map<String, AttributeValue>> attributes;

  /**
   * A sink.
   *
   * @param client gives the client, when there is something to write
   * @param table the table
   * @param keyNames the attributes of the table's key, one or two
   * @param attributes an item's attributes, the key's among them
   */
  public DynamoDbSink(
      Supplier<DynamoDbClient> client,
      String table,
      List<String> keyNames,
      Function<T, Map<String, AttributeValue>> attributes) {
    this.client = new Lazy<>(client);
    this.table = requireNonNull(table, "table");
    this.keyNames = List.copyOf(keyNames);
    this.attributes = requireNonNull(attributes, "attributes");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = new Outcomes();
    Map<List<AttributeValue>, Put> puts = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Map<String, AttributeValue> item = attributes.apply(items.get(i));
      if (item.keySet().containsAll(keyNames)) {
        List<AttributeValue> key = keyOf(item);
        Put earlier = puts.get(key);
        puts.put(key, new Put(earlier == null ? i : earlier.firstIndex(), item));
      } else {
        outcomes.refused(i, "the item lacks a key attribute of " + keyNames);
      }
    }
    List<Put> all = List.copyOf(puts.values());
    for (int from = 0; from < all.size() && !outcomes.hasFailed(); from += MAX_ITEMS) {
      put(all.subList(from, Math.min(all.size(), from + MAX_ITEMS)), outcomes);
    }
    return outcomes.result();
  }

  private void put(List<Put> puts, Outcomes outcomes) {
    List<WriteRequest> left = new ArrayList<>();
    for (Put put : puts) {
      left.add(WriteRequest.builder().putRequest(r -> r.item(put.item())).build());
    }
    try {
      for (int round = 0; round < MAX_ROUNDS && !left.isEmpty(); round++) {
        Map<String, List<WriteRequest>> request = Map.of(table, List.copyOf(left));
        var answer = client.get().batchWriteItem(r -> r.requestItems(request));
        left = new ArrayList<>(answer.unprocessedItems().getOrDefault(table, List.of()));
      }
    } catch (SdkException e) {
      outcomes.failed(puts.get(0).firstIndex(), AwsErrors.describe("DynamoDB", e));
      return;
    }
    for (WriteRequest request : left) {
      List<AttributeValue> key = keyOf(request.putRequest().item());
      puts.stream()
          .filter(put -> keyOf(put.item()).equals(key))
          .forEach(put -> outcomes.failed(put.firstIndex(), "DynamoDB left items unprocessed"));
    }
  }

  private List<AttributeValue> keyOf(Map<String, AttributeValue> item) {
    List<AttributeValue> key = new ArrayList<>();
    for (String name : keyNames) {
      AttributeValue value = item.get(name);
      if (value != null) {
        key.add(value);
      }
    }
    return key;
  }

  private record Put(int firstIndex, Map<String, AttributeValue> item) {}
}
