// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.oracle.OracleDifferences;
import io.github.kinesisetl.local.services.ForkedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The checks of DynamoDB on AWS's own DynamoDB local. */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
@ExtendWith(OracleDifferences.class)
class DynamoDbOracleTest {

  private static @Nullable ForkedServer server;
  private static @Nullable DynamoDbClient client;

  @BeforeAll
  static void start() throws Exception {
    server = ForkedServer.dynamoDb();
    client =
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Nested
  class Items extends ItemContract {
    @Override
    DynamoDbClient client() {
      return requireNonNull(client);
    }
  }

  @Nested
  class Expressions extends ExpressionContract {
    @Override
    DynamoDbClient client() {
      return requireNonNull(client);
    }
  }

  @Nested
  class Leases extends LeaseTableContract {
    @Override
    DynamoDbClient client() {
      return requireNonNull(client);
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    DynamoDbClient client() {
      return requireNonNull(client);
    }
  }
}
