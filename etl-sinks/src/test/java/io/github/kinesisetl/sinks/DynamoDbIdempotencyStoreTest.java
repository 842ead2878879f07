// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.store.DynamoDbIdempotencyStore;
import io.github.kinesisetl.testing.IdempotencyStoreContract;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbIdempotencyStoreTest extends IdempotencyStoreContract {

  private final DynamoDbClient client = LocalAws.dynamoDb(LocalAws.endpoint());

  @Override
  protected IdempotencyStore store(InstantSource clock) {
    return new DynamoDbIdempotencyStore(() -> client, LocalAws.newTable(client), LIFE, clock);
  }

  @Override
  protected IdempotencyStore markingStore(InstantSource clock) {
    return new DynamoDbIdempotencyStore(() -> client, LocalAws.newTable(client), LIFE, clock)
        .markingEntries(MAX_LEASE);
  }

  @Test
  void mayKnow_aShardOfWhichNothingIsRemembered_isOneReadThatSaysNo() {
    IdempotencyStore store = store(() -> Instant.EPOCH);
    assertThat(store.mayKnow("shard-1")).isFalse();
  }

  @Test
  void mayKnow_tableThatIsNotThere_saysSo() {
    var store = new DynamoDbIdempotencyStore(() -> client, "none", LIFE, () -> Instant.EPOCH);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.mayKnow("s"))
        .withMessage("DynamoDB answered ResourceNotFoundException");
  }
}
