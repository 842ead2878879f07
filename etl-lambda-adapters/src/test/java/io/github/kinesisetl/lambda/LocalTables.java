// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.local.KinesisLocal;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** A table in etl-local, for the tests of other rooms. */
public final class LocalTables implements AutoCloseable {

  private final KinesisLocal local = KinesisLocal.start();
  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(local.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();

  /**
   * A server with one table whose key is {@code id}, a string.
   *
   * @param table its name
   */
  public LocalTables(String table) {
    client.createTable(r ->
        r.tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType("HASH").build())
            .attributeDefinitions(
                AttributeDefinition.builder().attributeName("id").attributeType("S").build()));
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
