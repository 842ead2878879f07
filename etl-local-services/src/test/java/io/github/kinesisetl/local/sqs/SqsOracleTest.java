// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.oracle.OracleDifferences;
import io.github.kinesisetl.local.services.ForkedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The checks of SQS on ElasticMQ. */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
@ExtendWith(OracleDifferences.class)
class SqsOracleTest extends SqsContract {

  private static @Nullable ForkedServer server;
  private static @Nullable SqsClient client;

  @BeforeAll
  static void start() throws Exception {
    server = ForkedServer.elasticMq();
    client =
        SqsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  SqsClient client() {
    return requireNonNull(client);
  }
}
