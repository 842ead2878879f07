// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import io.github.kinesisetl.local.KinesisLocal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A table in etl-local, for the tests of other rooms. */
public final class LocalTables implements AutoCloseable {

  private final KinesisLocal local = KinesisLocal.start();
  private final DynamoDbClient client =
      SinksTest.client(DynamoDbClient.builder(), local.endpoint()).build();

  /**
   * A server with one table.
   *
   * @param table its name
   */
  public LocalTables(String table) {
    SinksTest.createTable(client, table);
  }

  /**
   * What talks to it.
   *
   * @return the client, which is closed with this
   */
  public DynamoDbClient client() {
    return client;
  }

  /**
   * System properties that make the SDK's own clients come here.
   *
   * @return names and values
   */
  public Map<String, String> settings() {
    return Map.of(
        "aws.endpointUrl", local.endpoint().toString(),
        "aws.region", "us-east-1",
        "aws.accessKeyId", "any",
        "aws.secretAccessKey", "any");
  }

  @Override
  public void close() {
    client.close();
    local.close();
  }
}
