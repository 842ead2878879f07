// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tables, items, batches and transactions. */
abstract class ItemContract extends DynamoDbContract {

  @Test
  void createTable_described_isActive() {
    var table = client().describeTable(r -> r.tableName(TABLE)).table();
    assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(table.tableArn()).endsWith(":table/orders");
    assertThat(table.keySchema()).extracting(k -> k.attributeName()).containsExactly("pk", "sk");
    assertThatThrownBy(() -> createTable(TABLE, "S")).isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void deleteTable_used_isNotFound() {
    client().deleteTable(r -> r.tableName(TABLE));
    assertThatThrownBy(() -> client().describeTable(r -> r.tableName(TABLE)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> get("a", 1)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void putItem_ofEveryType_isReadBack() {
    Map<String, AttributeValue> attributes =
        Map.of(
            "text", s("grüße"),
            "num", n("-12345678901234567890.5"),
            "bin", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, 0, 1})),
            "flag", AttributeValue.fromBool(false),
            "nul", AttributeValue.fromNul(true),
            "texts", AttributeValue.fromSs(List.of("a", "b")),
            "nums", AttributeValue.fromNs(List.of("1", "2")),
            "doc", AttributeValue.fromM(Map.of("x", AttributeValue.fromL(List.of(n(1), s(""))))));
    put("a", 1, attributes);
    assertThat(get("a", 1)).isEqualTo(item("a", 1, attributes));
    assertThat(get("a", 2)).isEmpty();
  }

  @Test
  void putItem_returningOld_showsWhatItReplaced() {
    put("a", 1, Map.of("x", n(1)));
    var answer =
        client()
            .putItem(r -> r.tableName(TABLE).item(key("a", 1)).returnValues(ReturnValue.ALL_OLD));
    assertThat(answer.attributes()).isEqualTo(item("a", 1, Map.of("x", n(1))));
    assertThat(get("a", 1)).isEqualTo(key("a", 1));
  }

  @Test
  void putItem_ifNotExists_isDoneOnce() {
    put("a", 1, Map.of("x", n(1)));
    var refused =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                client()
                    .putItem(r ->
                        r.tableName(TABLE)
                            .item(key("a", 1))
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure("ALL_OLD")));
    assertThat(refused.item()).isEqualTo(item("a", 1, Map.of("x", n(1))));
    assertThat(refused).hasMessageContaining("The conditional request failed");
  }

  @Test
  void deleteItem_returningOld_showsIt() {
    put("a", 1, Map.of());
    var answer =
        client().deleteItem(r -> r.tableName(TABLE).key(key("a", 1)).returnValues("ALL_OLD"));
    assertThat(answer.attributes()).isEqualTo(key("a", 1));
    assertThat(get("a", 1)).isEmpty();
    client().deleteItem(r -> r.tableName(TABLE).key(key("a", 1)));
  }

  @ParameterizedTest
  @CsvSource({"1.50,1.5", "1e3,1000", "-0,0", "0.001,0.001", "1E-130,1E-130"})
  void number_isKeptExactly(String given, String kept) {
    put("a", 1, Map.of("x", n(given)));
    assertThat(new BigDecimal(at(get("a", 1), "x").n())).isEqualByComparingTo(kept);
  }

  @Test
  void number_outOfBounds_isRefused() {
    assertRefused(
        "ValidationException", "38 significant digits", () -> putX(n("1" + "0".repeat(37) + "1")));
    assertRefused("ValidationException", "Number overflow", () -> putX(n("1E126")));
    assertRefused("ValidationException", "Number underflow", () -> putX(n("1E-131")));
    assertRefused("ValidationException", "numeric value", () -> putX(n("one")));
  }

  private void putX(AttributeValue value) {
    put("a", 1, Map.of("x", value));
  }

  @Test
  void putItem_withBadKey_isRefused() {
    assertRefused(
        "ValidationException",
        "cannot contain an empty string value. Key: pk",
        () -> put("", 1, Map.of()));
    assertRefused(
        "ValidationException",
        "Missing the key sk in the item",
        () -> client().putItem(r -> r.tableName(TABLE).item(Map.of("pk", s("a")))));
    assertRefused(
        "ValidationException",
        "Type mismatch for key sk expected: N actual: S",
        () -> client().putItem(r -> r.tableName(TABLE).item(Map.of("pk", s("a"), "sk", s("1")))));
    assertRefused(
        "ValidationException",
        "The provided key element does not match the schema",
        () -> client().getItem(r -> r.tableName(TABLE).key(Map.of("pk", s("a")))));
  }

  @Test
  void putItem_above400Kb_isRefused() {
    put("a", 1, Map.of("x", s("y".repeat(400 * 1024 - 10))));
    assertRefused(
        "ValidationException",
        "Item size has exceeded the maximum allowed size",
        () -> put("a", 1, Map.of("x", s("y".repeat(400 * 1024)))));
  }

  @Test
  void sets_emptyOrWithDuplicates_areRefused() {
    assertRefused(
        "ValidationException", "may not be empty", () -> putX(AttributeValue.fromSs(List.of())));
    assertRefused(
        "ValidationException",
        "contains duplicates",
        () -> putX(AttributeValue.fromNs(List.of("1", "1.0"))));
  }

  @Test
  void batches_writeAndRead() {
    var writes =
        IntStream.range(0, 25)
            .mapToObj(i -> WriteRequest.builder().putRequest(p -> p.item(key("a", i))).build())
            .toList();
    var written = client().batchWriteItem(r -> r.requestItems(Map.of(TABLE, writes)));
    assertThat(written.unprocessedItems()).isEmpty();
    var read =
        client()
            .batchGetItem(r ->
                r.requestItems(
                    Map.of(
                        TABLE,
                        KeysAndAttributes.builder()
                            .keys(List.of(key("a", 3), key("a", 99)))
                            .build())));
    assertThat(read.responses().get(TABLE)).containsExactly(key("a", 3));
    assertThat(read.unprocessedKeys()).isEmpty();
  }

  @Test
  void batchWriteItem_withDuplicatesOrTooMany_isRefused() {
    var one = WriteRequest.builder().putRequest(p -> p.item(key("a", 1))).build();
    assertRefused(
        "ValidationException",
        "Provided list of item keys contains duplicates",
        () -> client().batchWriteItem(r -> r.requestItems(Map.of(TABLE, List.of(one, one)))));
    var many =
        IntStream.range(0, 26)
            .mapToObj(i -> WriteRequest.builder().putRequest(p -> p.item(key("a", i))).build())
            .toList();
    assertThatThrownBy(() -> client().batchWriteItem(r -> r.requestItems(Map.of(TABLE, many))))
        .hasMessageContaining("25");
  }

  @Test
  void transaction_allHold_isDone() {
    put("a", 1, Map.of("x", n(1)));
    put("a", 2, Map.of());
    transact(
        TransactWriteItem.builder().put(p -> p.tableName(TABLE).item(key("a", 3))).build(),
        TransactWriteItem.builder()
            .update(u ->
                u.tableName(TABLE)
                    .key(key("a", 1))
                    .updateExpression("ADD x :n")
                    .expressionAttributeValues(Map.of(":n", n(1))))
            .build(),
        TransactWriteItem.builder().delete(d -> d.tableName(TABLE).key(key("a", 2))).build());
    assertThat(at(get("a", 1), "x")).isEqualTo(n(2));
    assertThat(get("a", 2)).isEmpty();
    assertThat(get("a", 3)).isNotEmpty();
  }

  @Test
  void transaction_oneFails_nothingIsDone() {
    put("a", 2, Map.of("x", n(1)));
    var canceled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                transact(
                    TransactWriteItem.builder()
                        .put(p -> p.tableName(TABLE).item(key("a", 1)))
                        .build(),
                    TransactWriteItem.builder()
                        .conditionCheck(c ->
                            c.tableName(TABLE)
                                .key(key("a", 2))
                                .conditionExpression("attribute_not_exists(pk)")
                                .returnValuesOnConditionCheckFailure("ALL_OLD"))
                        .build()));
    assertThat(canceled.cancellationReasons())
        .extracting(reason -> reason.code())
        .containsExactly("None", "ConditionalCheckFailed");
    assertThat(canceled.cancellationReasons().get(1).item())
        .isEqualTo(item("a", 2, Map.of("x", n(1))));
    assertThat(get("a", 1)).isEmpty();
  }

  private void transact(TransactWriteItem... items) {
    client().transactWriteItems(r -> r.transactItems(List.of(items)));
  }
}
