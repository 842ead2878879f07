// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.sinks.RequestBatches.Slot;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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

  private static final String SERVICE = "DynamoDB";

  /**
   * Of a request (<a
   * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>);
   * 25 items of at most 400 KB never reach its bound of bytes.
   */
  private static final RequestBatches.Bounds BOUNDS =
      new RequestBatches.Bounds(SERVICE, 25, Long.MAX_VALUE);

  /** Requests for what the table did not take at once, beside the client's own retries. */
  private static final int MAX_ATTEMPTS = 5;

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final List<String> keyNames;
  private final Function<T, Map<String, AttributeValue>> attributes;
  private final RetryPause pause;

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
    this(client, table, keyNames, attributes, new RetryPause());
  }

  DynamoDbSink(
      Supplier<DynamoDbClient> client,
      String table,
      List<String> keyNames,
      Function<T, Map<String, AttributeValue>> attributes,
      RetryPause pause) {
    this.client = new Lazy<>(client);
    this.table = requireNonNull(table, "table");
    this.keyNames = List.copyOf(keyNames);
    this.attributes = requireNonNull(attributes, "attributes");
    this.pause = pause;
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    Map<List<AttributeValue>, Put> puts = new LinkedHashMap<>(); // by key, the last of each
    Map<Integer, List<AttributeValue>> replaced = new HashMap<>(); // by another item of the write
    for (int i = 0; i < items.size(); i++) {
      try {
        T item = items.get(i);
        Map<String, AttributeValue> put = Lines.made(() -> attributes.apply(item));
        if (keyNames.stream().anyMatch(name -> put.get(name) == null)) {
          outcomes.refused(i, "the item lacks a key attribute of " + keyNames);
          continue;
        }
        List<AttributeValue> key = keyOf(put);
        Put earlier = puts.remove(key);
        if (earlier != null) {
          replaced.put(earlier.index(), key);
        }
        puts.put(key, new Put(i, put));
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    var batches = new RequestBatches<Map<String, AttributeValue>>(BOUNDS, this::put, outcomes);
    puts.values().forEach(put -> batches.add(put.index(), put.item(), 0));
    batches.sendAll();
    replaced.forEach((index, key) -> outcomes.sameAs(index, requireNonNull(puts.get(key)).index()));
    return outcomes.build();
  }

  private Optional<ServiceFailure> put(
      List<Slot<Map<String, AttributeValue>>> slots, WriteResult.Builder outcomes) {
    Map<List<AttributeValue>, Integer> indexes = new LinkedHashMap<>();
    List<WriteRequest> left = new ArrayList<>();
    for (Slot<Map<String, AttributeValue>> slot : slots) {
      indexes.put(keyOf(slot.item()), slot.index());
      left.add(WriteRequest.builder().putRequest(r -> r.item(slot.item())).build());
    }
    for (int attempt = 1; ; attempt++) {
      Map<String, List<WriteRequest>> request = Map.of(table, left);
      var answer = client.get().batchWriteItem(r -> r.requestItems(request));
      left = answer.unprocessedItems().getOrDefault(table, List.of());
      if (left.isEmpty() || attempt == MAX_ATTEMPTS || !pause.beforeAttemptAfter(attempt)) {
        break;
      }
    }
    for (WriteRequest request : left) {
      Integer index = requireNonNull(indexes.remove(keyOf(request.putRequest().item())));
      outcomes.failed(index, "DynamoDB left the item unprocessed");
    }
    indexes.values().forEach(outcomes::stored);
    return Optional.empty();
  }

  private List<AttributeValue> keyOf(Map<String, AttributeValue> item) {
    List<AttributeValue> key = new ArrayList<>();
    for (String name : keyNames) {
      key.add(requireNonNull(item.get(name)));
    }
    return key;
  }

  private record Put(int index, Map<String, AttributeValue> item) {}
}
