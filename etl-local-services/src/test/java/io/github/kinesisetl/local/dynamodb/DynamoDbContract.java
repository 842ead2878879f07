// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What every check of DynamoDB needs: a client, and an empty table for each test. */
abstract class DynamoDbContract {

  static final String TABLE = "orders";

  abstract DynamoDbClient client();

  @BeforeEach
  void createTable() {
    client()
        .listTables()
        .tableNames()
        .forEach(name -> client().deleteTable(r -> r.tableName(name)));
    createTable(TABLE, "N");
  }

  /** Creates a table with a hash key pk of type S and a range key sk. */
  void createTable(String name, String rangeType) {
    client()
        .createTable(r ->
            r.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(List.of(definition("pk", "S"), definition("sk", rangeType)))
                .keySchema(List.of(element("pk", KeyType.HASH), element("sk", KeyType.RANGE))));
  }

  static AttributeDefinition definition(String name, String type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static KeySchemaElement element(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue at(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name));
  }

  static AttributeValue n(Object number) {
    return AttributeValue.fromN(number.toString());
  }

  static Map<String, AttributeValue> key(String pk, int sk) {
    return Map.of("pk", s(pk), "sk", n(sk));
  }

  static Map<String, AttributeValue> item(
      String pk, int sk, Map<String, AttributeValue> attributes) {
    var item = new LinkedHashMap<>(key(pk, sk));
    item.putAll(attributes);
    return item;
  }

  void put(String pk, int sk, Map<String, AttributeValue> attributes) {
    client().putItem(r -> r.tableName(TABLE).item(item(pk, sk, attributes)));
  }

  Map<String, AttributeValue> get(String pk, int sk) {
    return client().getItem(r -> r.tableName(TABLE).key(key(pk, sk)).consistentRead(true)).item();
  }

  /** The item a/1 after an update. */
  Map<String, AttributeValue> updated(String expression, Map<String, AttributeValue> values) {
    var request = UpdateItemRequest.builder().tableName(TABLE).key(key("a", 1));
    request.updateExpression(expression).returnValues("ALL_NEW");
    if (!values.isEmpty()) {
      request.expressionAttributeValues(values);
    }
    return client().updateItem(request.build()).attributes();
  }

  /** Whether a condition holds for the item a/1. */
  boolean holds(String condition, Map<String, AttributeValue> values) {
    var scan =
        client()
            .scan(r -> {
              r.tableName(TABLE).filterExpression(condition);
              if (!values.isEmpty()) {
                r.expressionAttributeValues(values);
              }
            });
    return scan.count() == 1;
  }

  static void assertRefused(String code, String message, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(DynamoDbException.class);
    var refused = (DynamoDbException) thrown;
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused).hasMessageContaining(message);
  }
}
