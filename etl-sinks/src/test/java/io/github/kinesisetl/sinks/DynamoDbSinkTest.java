// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoDbSinkTest extends EventContract {

  @Override
  protected Service<ObjectNode> open() {
    return over(LocalAws.endpoint());
  }

  static Service<ObjectNode> over(URI endpoint) {
    DynamoDbClient client = LocalAws.dynamoDb(endpoint);
    String table = LocalAws.newTable(client);
    var script = new Script("ValidationException");
    return new ScriptedService<>(
        sink(new ScriptedTables(client, script), table, new ArrayList<>()),
        script,
        () ->
            client.scan(r -> r.tableName(table)).items().stream()
                .map(item -> Script.number(String.valueOf(item.get("id"))))
                .toList(),
        true);
  }

  /** Larger than 400 KB, which only the service knows, and says of the request as a whole. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    return Optional.of(event(number).put("large", "x".repeat(500_000)));
  }

  @Test
  void write_sameKeysTwiceAndOneWithoutKey_keepsTheLastOfEach() {
    DynamoDbClient client = LocalAws.dynamoDb(LocalAws.endpoint());
    String table = LocalAws.newTable(client);
    List<ObjectNode> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      items.add(event(i % 40).put("date", "d" + i));
    }
    items.add(JsonNodeFactory.instance.objectNode().put("no", "key"));
    WriteResult result = sink(client, table, new ArrayList<>()).write(items);
    assertThat(result.storedItems()).isEqualTo(60);
    assertThat(result.of(60))
        .isEqualTo(new ItemOutcome.Refused("the item lacks a key attribute of [id]"));
    assertThat(client.scan(r -> r.tableName(table)).count()).isEqualTo(40);
    assertThat(dateOf(client, table, "i-3")).isEqualTo("d43");
    assertThat(dateOf(client, table, "i-39")).isEqualTo("d39");
  }

  @Test
  void write_whenAnItemReplacesOneThatFails_bothHaveItsOutcome() {
    DynamoDbClient client = LocalAws.dynamoDb(LocalAws.endpoint());
    var script = new Script("ValidationException");
    script.busyWith(Set.of(1));
    List<Long> pauses = new ArrayList<>();
    WriteResult result =
        sink(new ScriptedTables(client, script), LocalAws.newTable(client), pauses)
            .write(List.of(event(1), event(2), event(1)));
    assertThat(result.of(0)).isEqualTo(result.of(2)).isInstanceOf(ItemOutcome.Failed.class);
    assertThat(result.of(1)).isInstanceOf(ItemOutcome.Stored.class);
    assertThat(pauses).hasSize(4).allMatch(millis -> millis >= 25 && millis <= 600);
  }

  /** Users' code is not checked for null: its item must not take its neighbours with it. */
  @Test
  @SuppressWarnings("NullAway") // as users' code may
  void write_itemOfWhichNothingIsMade_isRefusedAlone() {
    DynamoDbClient client = LocalAws.dynamoDb(LocalAws.endpoint());
    Map<String, AttributeValue> keyIsNull = new HashMap<>();
    keyIsNull.put("id", null);
    Map<String, Map<String, AttributeValue>> made =
        Map.of("i-0", Attributes.of(event(0)), "i-2", keyIsNull, "i-3", Attributes.of(event(3)));
    var sink =
        new DynamoDbSink<>(
            () -> client,
            LocalAws.newTable(client),
            List.of("id"),
            (ObjectNode event) -> made.get(identity(event)));
    WriteResult result = sink.write(List.of(event(0), event(1), event(2), event(3)));
    assertThat(result.of(0)).isInstanceOf(ItemOutcome.Stored.class);
    assertThat(result.of(1))
        .isEqualTo(
            new ItemOutcome.Refused("the item cannot be written: java.lang.NullPointerException"));
    assertThat(result.of(2))
        .isEqualTo(new ItemOutcome.Refused("the item lacks a key attribute of [id]"));
    assertThat(result.of(3)).isInstanceOf(ItemOutcome.Stored.class);
  }

  private static DynamoDbSink<ObjectNode> sink(
      DynamoDbClient client, String table, List<Long> pauses) {
    return new DynamoDbSink<>(
        () -> client,
        table,
        List.of("id"),
        event -> {
          if (event.has("unwritable")) {
            throw new IllegalStateException(SECRET);
          }
          return Attributes.of(event);
        },
        new RetryPause(pauses::add));
  }

  private static String dateOf(DynamoDbClient client, String table, String id) {
    AttributeValue date =
        client
            .getItem(r -> r.tableName(table).key(Map.of("id", AttributeValue.fromS(id))))
            .item()
            .get("date");
    return date == null ? "" : date.s();
  }

  /** Lets a script see batches before the service does. */
  private record ScriptedTables(DynamoDbClient client, Script script) implements DynamoDbClient {

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      String table = request.requestItems().keySet().iterator().next();
      List<WriteRequest> writes = request.requestItems().values().iterator().next();
      script.enter(writes.stream().map(ScriptedTables::number).toList());
      List<WriteRequest> busy = writes.stream().filter(w -> script.isBusyWith(number(w))).toList();
      List<WriteRequest> taken = new ArrayList<>(writes);
      taken.removeAll(busy);
      if (!taken.isEmpty()) {
        BatchWriteItemResponse answer =
            client.batchWriteItem(r -> r.requestItems(Map.of(table, taken)));
        assertThat(answer.unprocessedItems()).isEmpty();
      }
      script.leave();
      var answer = BatchWriteItemResponse.builder();
      return busy.isEmpty()
          ? answer.unprocessedItems(Map.of()).build()
          : answer.unprocessedItems(Map.of(table, busy)).build();
    }

    @Override
    public String serviceName() {
      return client.serviceName();
    }

    @Override
    public void close() {
      client.close();
    }

    private static int number(WriteRequest write) {
      return Script.number(String.valueOf(write.putRequest().item().get("id")));
    }
  }
}
