// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Queries and scans. */
abstract class QueryContract extends DynamoDbContract {

  private static final List<Integer> SORT_KEYS = List.of(-10, -2, 0, 1, 2, 10, 100);

  @BeforeEach
  void fill() {
    for (int sk : SORT_KEYS) {
      put("a", sk, Map.of("even", AttributeValue.fromBool(sk % 2 == 0)));
      put("b", sk, Map.of());
    }
  }

  private QueryResponse query(String condition, Map<String, AttributeValue> values) {
    return client()
        .query(
            QueryRequest.builder()
                .tableName(TABLE)
                .keyConditionExpression(condition)
                .expressionAttributeValues(values)
                .build());
  }

  private static List<Integer> sortKeys(List<Map<String, AttributeValue>> items) {
    return items.stream().map(item -> Integer.parseInt(at(item, "sk").n())).toList();
  }

  @Test
  void query_ofOneHash_isInNumericOrder() {
    assertThat(sortKeys(query("pk = :a", Map.of(":a", s("a"))).items())).isEqualTo(SORT_KEYS);
  }

  @Test
  void query_withRange_showsThatRange() {
    Map<String, AttributeValue> values = Map.of(":a", s("a"), ":x", n(1));
    assertThat(sortKeys(query("pk = :a AND sk = :x", values).items())).containsExactly(1);
    assertThat(sortKeys(query("pk = :a AND sk < :x", values).items())).containsExactly(-10, -2, 0);
    assertThat(sortKeys(query("pk = :a AND sk >= :x", values).items()))
        .containsExactly(1, 2, 10, 100);
    var between = Map.of(":a", s("a"), ":x", n(0), ":y", n(2));
    assertThat(sortKeys(query("(pk = :a) AND (sk BETWEEN :x AND :y)", between).items()))
        .containsExactly(0, 1, 2);
  }

  @Test
  void query_byPages_backwards_seesEverythingOnce() {
    List<Integer> seen = new ArrayList<>();
    var request =
        QueryRequest.builder()
            .tableName(TABLE)
            .keyConditionExpression("pk = :a")
            .expressionAttributeValues(Map.of(":a", s("a")))
            .scanIndexForward(false)
            .limit(3)
            .build();
    client().queryPaginator(request).items().forEach(i -> seen.addAll(sortKeys(List.of(i))));
    assertThat(seen).containsExactly(100, 10, 2, 1, 0, -2, -10);
  }

  @Test
  void query_filtered_countsWhatItLookedAt() {
    var answer =
        client()
            .query(r ->
                r.tableName(TABLE)
                    .keyConditionExpression("pk = :a")
                    .filterExpression("even = :false")
                    .select(Select.COUNT)
                    .expressionAttributeValues(
                        Map.of(":a", s("a"), ":false", AttributeValue.fromBool(false))));
    assertThat(answer.count()).isEqualTo(1);
    assertThat(answer.scannedCount()).isEqualTo(7);
    assertThat(answer.hasItems()).isFalse();
    assertThat(answer.lastEvaluatedKey()).isEmpty();
  }

  @Test
  void query_beyondAMegabyte_goesOnAtThePagesEnd() {
    for (int i = 0; i < 4; i++) {
      put("big", i, Map.of("x", s("y".repeat(390_000))));
    }
    var first = query("pk = :a", Map.of(":a", s("big")));
    assertThat(first.count()).isEqualTo(3);
    assertThat(first.lastEvaluatedKey()).isEqualTo(key("big", 2));
  }

  @Test
  void query_byAnotherAttribute_isRefused() {
    assertRefused(
        "ValidationException",
        "Query condition missed key schema element",
        () -> query("sk = :a", Map.of(":a", n(1))));
    assertRefused(
        "ValidationException",
        "Query key condition not supported",
        () -> query("pk > :a", Map.of(":a", s("a"))));
    assertRefused(
        "ValidationException",
        "Condition parameter type does not match schema type",
        () -> query("pk = :a", Map.of(":a", n(1))));
    assertRefused(
        "ValidationException",
        "Primary key attribute: sk",
        () ->
            client()
                .query(r ->
                    r.tableName(TABLE)
                        .keyConditionExpression("pk = :a")
                        .filterExpression("sk = :x")
                        .expressionAttributeValues(Map.of(":a", s("a"), ":x", n(1)))));
  }

  @Test
  void scan_bySegmentsAndPages_seesEverythingOnce() {
    long seen =
        IntStream.range(0, 3)
            .mapToLong(i ->
                client()
                    .scanPaginator(r -> r.tableName(TABLE).segment(i).totalSegments(3).limit(2))
                    .items()
                    .stream()
                    .distinct()
                    .count())
            .sum();
    assertThat(seen).isEqualTo(2L * SORT_KEYS.size());
  }

  @Test
  void query_ofBinaryKeys_isInUnsignedOrder() {
    createTable("bytes", "B");
    for (byte[] bytes : List.of(new byte[] {-1}, new byte[] {1}, new byte[] {1, 0})) {
      var sk = AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
      client().putItem(r -> r.tableName("bytes").item(Map.of("pk", s("a"), "sk", sk)));
    }
    var found =
        client()
            .query(r ->
                r.tableName("bytes")
                    .keyConditionExpression("pk = :a")
                    .expressionAttributeValues(Map.of(":a", s("a"))));
    assertThat(found.items())
        .extracting(item -> at(item, "sk").b().asByteArray())
        .containsExactly(new byte[] {1}, new byte[] {1, 0}, new byte[] {-1});
  }
}
