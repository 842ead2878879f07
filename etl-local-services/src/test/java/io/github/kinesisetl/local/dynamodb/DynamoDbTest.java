// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.LocalClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The checks of DynamoDB on this server, and what only this server can be asked. */
class DynamoDbTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final KinesisLocal SERVER =
      KinesisLocal.builder().clock(LocalClock.stoppedAt(START)).maxStoredBytes(4 << 20).start();
  private static final DynamoDbClient CLIENT =
      DynamoDbClient.builder()
          .endpointOverride(SERVER.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  @Nested
  class Items extends ItemContract {
    @Override
    DynamoDbClient client() {
      return CLIENT;
    }
  }

  @Nested
  class Expressions extends ExpressionContract {
    @Override
    DynamoDbClient client() {
      return CLIENT;
    }
  }

  @Nested
  class Leases extends LeaseTableContract {
    @Override
    DynamoDbClient client() {
      return CLIENT;
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    DynamoDbClient client() {
      return CLIENT;
    }
  }

  @Nested
  class Here extends DynamoDbContract {
    @Override
    DynamoDbClient client() {
      return CLIENT;
    }

    @Test
    void timeToLive_overdue_removesTheItem() {
      client()
          .updateTimeToLive(r ->
              r.tableName(TABLE)
                  .timeToLiveSpecification(t -> t.enabled(true).attributeName("expiry")));
      assertThat(
              client()
                  .describeTimeToLive(r -> r.tableName(TABLE))
                  .timeToLiveDescription()
                  .timeToLiveStatus())
          .isEqualTo(TimeToLiveStatus.ENABLED);
      put("a", 1, Map.of("expiry", n(START.getEpochSecond() + 60)));
      put("a", 2, Map.of("expiry", s("never")));
      assertThat(get("a", 1)).isNotEmpty();
      SERVER.clock().advance(Duration.ofSeconds(61));
      assertThat(get("a", 1)).isEmpty();
      assertThat(get("a", 2)).isNotEmpty();
    }

    @Test
    void putItem_beyondTheBound_isRefused() {
      AttributeValue large = s("y".repeat(400_000));
      for (int i = 0; i < 10; i++) {
        put("a", i, Map.of("x", large));
      }
      assertRefused(
          "LimitExceededException", "maxStoredBytes", () -> put("a", 10, Map.of("x", large)));
      client().deleteItem(r -> r.tableName(TABLE).key(key("a", 0)));
      put("a", 10, Map.of("x", large));
    }

    @Test
    void whatIsNotSupported_isRefusedByName() {
      assertRefused(
          "ValidationException",
          "IndexName",
          () -> client().scan(r -> r.tableName(TABLE).indexName("by-name")));
      assertRefused(
          "ValidationException",
          "ReturnConsumedCapacity",
          () -> client().scan(r -> r.tableName(TABLE).returnConsumedCapacity("TOTAL")));
      assertRefused(
          "UnknownOperationException",
          "PutItem",
          () -> client().executeStatement(r -> r.statement("SELECT * FROM orders")));
    }

    @Test
    void updateContinuousBackups_saysYes() {
      var backups =
          client()
              .updateContinuousBackups(r ->
                  r.tableName(TABLE)
                      .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)))
              .continuousBackupsDescription();
      assertThat(backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatusAsString())
          .isEqualTo("ENABLED");
    }

    @Test
    void numbers_farApart_areInOrder() {
      List<String> numbers = List.of("-1E125", "-2", "-1E-100", "0", "1E-130", "2", "10", "1E125");
      numbers.forEach(
          x -> client().putItem(r -> r.tableName(TABLE).item(Map.of("pk", s("n"), "sk", n(x)))));
      var found =
          client()
              .query(r ->
                  r.tableName(TABLE)
                      .keyConditionExpression("pk = :n")
                      .expressionAttributeValues(Map.of(":n", s("n"))));
      assertThat(found.items())
          .extracting(item -> new BigDecimal(at(item, "sk").n()).stripTrailingZeros())
          .containsExactlyElementsOf(
              numbers.stream().map(x -> new BigDecimal(x).stripTrailingZeros()).toList());
    }
  }
}
