// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import io.github.kinesisetl.engine.store.BegunEntries;
import io.github.kinesisetl.engine.store.MarkOwner;
import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Marks of entries in a table, 100 a transaction, which is the service's limit. A transaction that
 * is refused for one mark is told apart item by item, and goes on without it; one that meets
 * another, or is throttled, is repeated after a pause. Safe for use by many threads.
 */
final class EntryMarkTable {

  /**
   * Of a transaction (<a
   * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>).
   */
  private static final int MAX_ITEMS = 100;

  private static final int MAX_FRUITLESS_ROUNDS = 5;
  private static final String ID = "id";
  private static final String OWNER = "owner";
  private static final String LEASE_END = "lease_end"; // in milliseconds
  private static final String EXPIRY = "expires_at"; // in seconds, as the table's time to live
  private static final String IS_OWN = "#owner = :owner";
  private static final String IS_FREE =
      "attribute_not_exists(#id) OR #expiry <= :seconds OR #end <= :millis OR " + IS_OWN;

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final RetryPause pause;

  EntryMarkTable(Table table) {
    this.client = table.client();
    this.table = table.name();
    this.pause = table.pause();
  }

  /** Marks each entry that is neither done nor another's, until a time. */
  BegunEntries begin(
      MarkOwner owner, Collection<String> entries, Lease lease, BooleanSupplier hasTime) {
    Set<String> done = new HashSet<>();
    Set<String> own =
        inTransactions(
            entries,
            entry -> mark(owner, entry, lease),
            (entry, held) -> {
              if (!held.isEmpty() && !held.containsKey(OWNER)) {
                done.add(entry);
              }
            },
            hasTime);
    return new BegunEntries(own, done);
  }

  /** Takes the owner's marks away; a mark that is another's by now stays. */
  void release(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    Set<String> unused =
        inTransactions(entries, entry -> unmark(owner, entry), (entry, held) -> {}, hasTime);
  }

  /** What says that an entry is done: a mark without an owner. */
  static Map<String, AttributeValue> done(MarkOwner owner, String entry, long expirySeconds) {
    return Map.of(ID, id(owner, entry), EXPIRY, number(expirySeconds));
  }

  private Set<String> inTransactions(
      Collection<String> entries,
      Function<String, TransactWriteItem> action,
      Refusals refusals,
      BooleanSupplier hasTime) {
    List<String> all = List.copyOf(entries);
    Set<String> written = new HashSet<>();
    try {
      for (int from = 0; from < all.size(); from += MAX_ITEMS) {
        if (from > 0 && !hasTime.getAsBoolean()) {
          break;
        }
        List<String> some = all.subList(from, Math.min(all.size(), from + MAX_ITEMS));
        written.addAll(inTransaction(some, action, refusals, hasTime));
      }
      return written;
    } catch (RuntimeException e) {
      throw Table.failure(e);
    }
  }

  /** What could be written of one transaction's items. */
  private List<String> inTransaction(
      List<String> some,
      Function<String, TransactWriteItem> action,
      Refusals refusals,
      BooleanSupplier hasTime) {
    List<String> left = some;
    int fruitless = 0;
    while (!left.isEmpty()) {
      List<TransactWriteItem> items = left.stream().map(action).toList();
      try {
        client.get().transactWriteItems(r -> r.transactItems(items));
        return left;
      } catch (TransactionCanceledException e) {
        int before = left.size();
        left = withoutRefused(left, e, refusals);
        fruitless = left.size() < before ? 0 : fruitless + 1;
        boolean isOver = fruitless == MAX_FRUITLESS_ROUNDS || !hasTime.getAsBoolean();
        if (isOver || (fruitless > 0 && !pause.beforeAttemptAfter(fruitless))) {
          return List.of(); // what could not be asked for is nobody's
        }
      }
    }
    return left;
  }

  private static List<String> withoutRefused(
      List<String> some, TransactionCanceledException cancelled, Refusals refusals) {
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    if (reasons.size() != some.size()) {
      throw cancelled;
    }
    List<String> left = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      String code = String.valueOf(reasons.get(i).code());
      switch (code) {
        case "ConditionalCheckFailed" -> refusals.refused(some.get(i), reasons.get(i).item());
        case "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" ->
            left.add(some.get(i));
        default -> throw new StoreException("DynamoDB refuses a mark: " + code, cancelled);
      }
    }
    return left;
  }

  private TransactWriteItem mark(MarkOwner owner, String entry, Lease lease) {
    var put =
        Put.builder()
            .tableName(table)
            .item(
                Map.of(
                    ID, id(owner, entry),
                    OWNER, AttributeValue.fromS(owner.id()),
                    LEASE_END, number(lease.endMillis()),
                    EXPIRY, number(Math.floorDiv(lease.endMillis(), 1000L) + 1)))
            .conditionExpression(IS_FREE)
            .expressionAttributeNames(
                Map.of("#id", ID, "#owner", OWNER, "#end", LEASE_END, "#expiry", EXPIRY))
            .expressionAttributeValues(
                Map.of(
                    ":owner", AttributeValue.fromS(owner.id()),
                    ":millis", number(lease.nowMillis()),
                    ":seconds", number(Math.floorDiv(lease.nowMillis(), 1000L))))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return TransactWriteItem.builder().put(put).build();
  }

  private TransactWriteItem unmark(MarkOwner owner, String entry) {
    var delete =
        Delete.builder()
            .tableName(table)
            .key(Map.of(ID, id(owner, entry)))
            .conditionExpression(IS_OWN)
            .expressionAttributeNames(Map.of("#owner", OWNER))
            .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(owner.id())))
            .build();
    return TransactWriteItem.builder().delete(delete).build();
  }

  private static AttributeValue id(MarkOwner owner, String entry) {
    return AttributeValue.fromS(owner.shardId() + "\n#entry:" + entry);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /**
   * When a mark is made, and how long it holds.
   *
   * @param nowMillis the time now
   * @param endMillis when the lease is over
   */
  record Lease(long nowMillis, long endMillis) {}

  /** Hears of each item whose condition does not hold, and what the table holds instead. */
  @FunctionalInterface
  private interface Refusals {
    void refused(String entry, Map<String, AttributeValue> held);
  }
}
