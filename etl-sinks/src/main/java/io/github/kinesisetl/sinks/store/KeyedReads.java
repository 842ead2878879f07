// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads many items of one table by their keys, consistently: 100 a request, which is the service's
 * limit, and again for those that it leaves, be it for its limit of 16 MB or because it throttles;
 * when it gives nothing, after a pause. Safe for use by many threads.
 */
final class KeyedReads {

  private static final int MAX_KEYS = 100;
  private static final int MAX_FRUITLESS_ROUNDS = 5;

  private final String table;
  private final Function<BatchGetItemRequest, BatchGetItemResponse> call;
  private final RetryPause pause;

  KeyedReads(Table table) {
    this(table.name(), request -> table.client().get().batchGetItem(request), table.pause());
  }

  KeyedReads(
      String table, Function<BatchGetItemRequest, BatchGetItemResponse> call, RetryPause pause) {
    this.table = requireNonNull(table, "table");
    this.call = call;
    this.pause = pause;
  }

  /**
   * Reads items.
   *
   * @param keys any number, each once
   * @param items gets each item that there is, in any order
   * @throws StoreException if not all keys could be read
   */
  void read(List<Map<String, AttributeValue>> keys, Consumer<Map<String, AttributeValue>> items) {
    try {
      for (int from = 0; from < keys.size(); from += MAX_KEYS) {
        readSome(keys.subList(from, Math.min(keys.size(), from + MAX_KEYS)), items);
      }
    } catch (RuntimeException e) {
      throw Table.failure(e);
    }
  }

  private void readSome(
      List<Map<String, AttributeValue>> keys, Consumer<Map<String, AttributeValue>> items) {
    List<Map<String, AttributeValue>> left = new ArrayList<>(keys);
    int fruitless = 0;
    while (!left.isEmpty()) {
      int before = left.size();
      var wanted = KeysAndAttributes.builder().keys(List.copyOf(left)).consistentRead(true).build();
      BatchGetItemResponse answer =
          call.apply(BatchGetItemRequest.builder().requestItems(Map.of(table, wanted)).build());
      answer.responses().getOrDefault(table, List.of()).forEach(items);
      left.clear();
      KeysAndAttributes unprocessed = answer.unprocessedKeys().get(table);
      if (unprocessed != null) {
        left.addAll(unprocessed.keys());
      }
      fruitless = left.size() < before ? 0 : fruitless + 1;
      boolean waits = fruitless > 0 && fruitless < MAX_FRUITLESS_ROUNDS;
      if (fruitless == MAX_FRUITLESS_ROUNDS || (waits && !pause.beforeAttemptAfter(fruitless))) {
        throw new StoreException("DynamoDB left keys unprocessed", null);
      }
    }
  }
}
