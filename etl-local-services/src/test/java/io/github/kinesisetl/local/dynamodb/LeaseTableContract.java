// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What KCL asks of a table of leases, in the words in which it asks. */
abstract class LeaseTableContract extends DynamoDbContract {

  private static final String LEASES = "leases";
  private static final String BY_OWNER = "LeaseOwnerToLeaseKeyIndex";

  @BeforeEach
  void createLeases() {
    client()
        .createTable(r ->
            r.tableName(LEASES)
                .billingMode("PAY_PER_REQUEST")
                .attributeDefinitions(definition("leaseKey", "S"))
                .keySchema(List.of(element("leaseKey", KeyType.HASH)))
                .deletionProtectionEnabled(false));
  }

  @Test
  void putItem_expectingNothing_isForNewItemsOnly() {
    putLease("shard-0", "worker-1");
    assertRefused(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () -> putLease("shard-0", "worker-2"));
    assertThat(lease("shard-0")).containsEntry("leaseOwner", s("worker-1"));
  }

  @Test
  void updateItem_expectingTheCounter_movesItOnce() {
    putLease("shard-0", "worker-1");
    Consumer<UpdateItemRequest.Builder> renewal =
        r ->
            r.expected(Map.of("leaseCounter", is(n(0)), "leaseOwner", is(s("worker-1"))))
                .attributeUpdates(Map.of("leaseCounter", put(n(1))))
                .returnValues("ALL_NEW");
    assertThat(update("shard-0", renewal)).containsEntry("leaseCounter", n(1));
    assertRefused(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () -> update("shard-0", renewal));
  }

  @Test
  void updateItem_putAddAndDelete_changeTheItem() {
    putLease("shard-0", "worker-1");
    update(
        "shard-0",
        r ->
            r.attributeUpdates(
                Map.of(
                    "parents", put(AttributeValue.fromSs(List.of("a", "b"))),
                    "switches", change(AttributeAction.ADD, n(1)))));
    var changed =
        update(
            "shard-0",
            r ->
                r.attributeUpdates(
                        Map.of(
                            "leaseOwner", delete(),
                            "parents",
                                change(AttributeAction.DELETE, AttributeValue.fromSs(List.of("a"))),
                            "switches", change(AttributeAction.ADD, n(2))))
                    .returnValues("ALL_NEW"));
    assertThat(changed)
        .doesNotContainKey("leaseOwner")
        .containsEntry("parents", AttributeValue.fromSs(List.of("b")))
        .containsEntry("switches", n(3));
  }

  @Test
  void updateItem_ofALeaseThatIsGone_expectingItsKey_makesNone() {
    assertRefused(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () ->
            update(
                "gone",
                r ->
                    r.expected(Map.of("leaseKey", is(s("gone"))))
                        .attributeUpdates(Map.of("leaseOwner", put(s("worker-1"))))));
    assertThat(lease("gone")).isEmpty();
  }

  @Test
  void expected_existingWithoutAValue_isRefused() {
    var exists = ExpectedAttributeValue.builder().exists(true).build();
    assertRefused(
        "ValidationException",
        "Value must be provided when Exists is true for Attribute: x",
        () ->
            update(
                "shard-0",
                r -> r.expected(Map.of("x", exists)).attributeUpdates(Map.of("x", put(n(1))))));
    assertRefused(
        "ValidationException",
        "Value must be provided when Exists is null for Attribute: x",
        () ->
            update(
                "shard-0",
                r ->
                    r.expected(Map.of("x", ExpectedAttributeValue.builder().build()))
                        .attributeUpdates(Map.of("x", put(n(1))))));
  }

  @Test
  void legacyParameters_thatMakeNoSense_areRefused() {
    putLease("shard-0", "worker-1");
    assertRefused(
        "ValidationException",
        "Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {AttributeUpdates} Expression parameters:"
            + " {ConditionExpression}",
        () ->
            update(
                "shard-0",
                r ->
                    r.attributeUpdates(Map.of("x", put(n(1))))
                        .conditionExpression("attribute_exists(leaseKey)")));
    assertRefused(
        "ValidationException",
        "Value cannot be used when Exists is false for Attribute: x",
        () ->
            update(
                "shard-0",
                r ->
                    r.expected(
                            Map.of(
                                "x",
                                ExpectedAttributeValue.builder().exists(false).value(n(1)).build()))
                        .attributeUpdates(Map.of("x", put(n(1))))));
    assertRefused(
        "ValidationException",
        "Only DELETE action is allowed when no attribute value is specified",
        () ->
            update(
                "shard-0",
                r ->
                    r.attributeUpdates(
                        Map.of("x", AttributeValueUpdate.builder().action("PUT").build()))));
    assertRefused(
        "ValidationException",
        "This attribute is part of the key",
        () -> update("shard-0", r -> r.attributeUpdates(Map.of("leaseKey", put(s("other"))))));
  }

  @Test
  void updateTable_withAnIndex_showsItActive() {
    putLease("shard-0", "worker-1");
    createIndex(ProjectionType.KEYS_ONLY);
    TableDescription table = client().describeTable(r -> r.tableName(LEASES)).table();
    assertThat(table.attributeDefinitions())
        .containsExactlyInAnyOrder(definition("leaseKey", "S"), definition("leaseOwner", "S"));
    assertThat(table.globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexName()).isEqualTo(BY_OWNER);
          assertThat(index.indexStatus()).isEqualTo(IndexStatus.ACTIVE);
          assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.KEYS_ONLY);
          assertThat(index.keySchema())
              .containsExactly(
                  element("leaseOwner", KeyType.HASH), element("leaseKey", KeyType.RANGE));
        });
  }

  @Test
  void query_ofAnIndex_showsWhatItsOwnerHas() {
    putLease("shard-2", "worker-1");
    putLease("shard-0", "worker-1");
    createIndex(ProjectionType.KEYS_ONLY);
    putLease("shard-1", "worker-1");
    putLease("shard-3", "worker-2");
    update("shard-2", r -> r.attributeUpdates(Map.of("leaseOwner", delete())));
    assertThat(ofOwner("worker-1", r -> {}).items())
        .containsExactly(
            Map.of("leaseOwner", s("worker-1"), "leaseKey", s("shard-0")),
            Map.of("leaseOwner", s("worker-1"), "leaseKey", s("shard-1")));
    assertThat(ofOwner("nobody", r -> {}).items()).isEmpty();
  }

  @Test
  void query_ofAnIndexThatHasAll_showsWholeItems() {
    createIndex(ProjectionType.ALL);
    putLease("shard-0", "worker-1");
    assertThat(ofOwner("worker-1", r -> {}).items()).singleElement().isEqualTo(lease("shard-0"));
  }

  @Test
  void query_ofAnIndexByPages_showsEachOnce() {
    createIndex(ProjectionType.KEYS_ONLY);
    for (int i = 0; i < 3; i++) {
      putLease("shard-" + i, "worker-1");
    }
    QueryResponse first = ofOwner("worker-1", r -> r.limit(2));
    assertThat(first.lastEvaluatedKey())
        .isEqualTo(Map.of("leaseOwner", s("worker-1"), "leaseKey", s("shard-1")));
    QueryResponse rest = ofOwner("worker-1", r -> r.exclusiveStartKey(first.lastEvaluatedKey()));
    assertThat(rest.items()).extracting(item -> at(item, "leaseKey")).containsExactly(s("shard-2"));
    assertThat(rest.hasLastEvaluatedKey()).isFalse();
  }

  @Test
  void index_misused_isRefused() {
    assertRefused(
        "ValidationException",
        "The table does not have the specified index",
        () -> ofOwner("worker-1", r -> {}));
    createIndex(ProjectionType.KEYS_ONLY);
    assertRefused(
        "ValidationException",
        "Consistent read",
        () -> ofOwner("worker-1", r -> r.consistentRead(true)));
    assertRefused(
        "ValidationException",
        "Type mismatch for Index Key",
        () ->
            client()
                .putItem(
                    r -> r.tableName(LEASES).item(Map.of("leaseKey", s("x"), "leaseOwner", n(1)))));
  }

  @Test
  void table_protectedFromDeletion_staysUntilItIsNot() {
    client().updateTable(r -> r.tableName(LEASES).deletionProtectionEnabled(true));
    assertThat(client().describeTable(r -> r.tableName(LEASES)).table().deletionProtectionEnabled())
        .isTrue();
    assertRefused(
        "ValidationException",
        "protected against deletion",
        () -> client().deleteTable(r -> r.tableName(LEASES)));
    client().updateTable(r -> r.tableName(LEASES).deletionProtectionEnabled(false));
    client().deleteTable(r -> r.tableName(LEASES));
  }

  private void createIndex(ProjectionType shown) {
    var index =
        CreateGlobalSecondaryIndexAction.builder()
            .indexName(BY_OWNER)
            .keySchema(element("leaseOwner", KeyType.HASH), element("leaseKey", KeyType.RANGE))
            .projection(Projection.builder().projectionType(shown).build())
            .build();
    client()
        .updateTable(r ->
            r.tableName(LEASES)
                .attributeDefinitions(definition("leaseOwner", "S"), definition("leaseKey", "S"))
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder().create(index).build()));
    while (client()
        .describeTable(r -> r.tableName(LEASES))
        .table()
        .globalSecondaryIndexes()
        .stream()
        .anyMatch(i -> i.indexStatus() != IndexStatus.ACTIVE)) {
      Thread.onSpinWait();
    }
  }

  private QueryResponse ofOwner(String owner, Consumer<QueryRequest.Builder> more) {
    var request =
        QueryRequest.builder()
            .tableName(LEASES)
            .indexName(BY_OWNER)
            .keyConditionExpression("leaseOwner = :owner")
            .expressionAttributeValues(Map.of(":owner", s(owner)));
    more.accept(request);
    return client().query(request.build());
  }

  private void putLease(String key, String owner) {
    var item = Map.of("leaseKey", s(key), "leaseOwner", s(owner), "leaseCounter", n(0));
    var absent = ExpectedAttributeValue.builder().exists(false).build();
    client().putItem(r -> r.tableName(LEASES).item(item).expected(Map.of("leaseKey", absent)));
  }

  private Map<String, AttributeValue> update(
      String key, Consumer<UpdateItemRequest.Builder> change) {
    var request = UpdateItemRequest.builder().tableName(LEASES).key(Map.of("leaseKey", s(key)));
    change.accept(request);
    return client().updateItem(request.build()).attributes();
  }

  private Map<String, AttributeValue> lease(String key) {
    return client().getItem(r -> r.tableName(LEASES).key(Map.of("leaseKey", s(key)))).item();
  }

  private static ExpectedAttributeValue is(AttributeValue value) {
    return ExpectedAttributeValue.builder().value(value).build();
  }

  private static AttributeValueUpdate put(AttributeValue value) {
    return change(AttributeAction.PUT, value);
  }

  private static AttributeValueUpdate delete() {
    return AttributeValueUpdate.builder().action(AttributeAction.DELETE).build();
  }

  private static AttributeValueUpdate change(AttributeAction action, AttributeValue value) {
    return AttributeValueUpdate.builder().action(action).value(value).build();
  }
}
