// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.local.services.ForkedServer;
import io.github.kinesisetl.sinks.store.DynamoDbDetectorStore;
import io.github.kinesisetl.testing.DetectorStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The same contract against DynamoDB Local; run it with the Maven profile {@code oracle}. */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoDbDetectorStoreOracleTest extends DetectorStoreContract {

  private final ForkedServer server;
  private final DynamoDbClient client;
  private final DetectorStore store;

  DynamoDbDetectorStoreOracleTest() throws Exception {
    server = ForkedServer.dynamoDb();
    client = LocalAws.dynamoDb(server.endpoint());
    store =
        new DynamoDbDetectorStore(
            () -> client, LocalAws.newTable(client), Duration.ofDays(30), InstantSource.system());
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
  }

  @Override
  protected DetectorStore store() {
    return store;
  }
}
