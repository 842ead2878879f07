// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts many items into one table, 25 a request, which is the service's limit, and again those that
 * it leaves; when it takes nothing, after a pause. Safe for use by many threads.
 */
final class KeyedWrites {

  /**
   * Of a request (<a
   * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>).
   */
  private static final int MAX_ITEMS = 25;

  private static final int MAX_FRUITLESS_ROUNDS = 5;

  private final String table;
  private final Function<BatchWriteItemRequest, BatchWriteItemResponse> call;
  private final RetryPause pause;

  KeyedWrites(Table table) {
    this.table = table.name();
    this.call = request -> table.client().get().batchWriteItem(request);
    this.pause = table.pause();
  }

  /**
   * Puts items; those of an earlier request stay when a later one fails.
   *
   * @param items any number, each key once
   * @throws StoreException if not all of them are stored
   */
  void put(List<Map<String, AttributeValue>> items) {
    try {
      for (int from = 0; from < items.size(); from += MAX_ITEMS) {
        putSome(items.subList(from, Math.min(items.size(), from + MAX_ITEMS)));
      }
    } catch (RuntimeException e) {
      throw Table.failure(e);
    }
  }

  private void putSome(List<Map<String, AttributeValue>> items) {
    List<WriteRequest> left =
        items.stream()
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();
    int fruitless = 0;
    while (!left.isEmpty()) {
      int before = left.size();
      Map<String, List<WriteRequest>> wanted = Map.of(table, left);
      left =
          call.apply(BatchWriteItemRequest.builder().requestItems(wanted).build())
              .unprocessedItems()
              .getOrDefault(table, List.of());
      fruitless = left.size() < before ? 0 : fruitless + 1;
      boolean waits = fruitless > 0 && fruitless < MAX_FRUITLESS_ROUNDS;
      if (fruitless == MAX_FRUITLESS_ROUNDS || (waits && !pause.beforeAttemptAfter(fruitless))) {
        throw new StoreException("DynamoDB left items unprocessed", null);
      }
    }
  }
}
