// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.KinesisLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Services for tests, in this process unless a test brings others. Names are new each time. */
public final class LocalAws {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private LocalAws() {}

  /**
   * One server for all tests of the module; it ends with the process.
   *
   * @return its address
   */
  public static URI endpoint() {
    return Holder.LOCAL.endpoint();
  }

  static SqsClient sqs(URI endpoint) {
    return client(SqsClient.builder(), endpoint).build();
  }

  static SnsClient sns(URI endpoint) {
    return client(SnsClient.builder(), endpoint).build();
  }

  static S3Client s3(URI endpoint) {
    return client(S3Client.builder(), endpoint).forcePathStyle(true).build();
  }

  /**
   * A client of DynamoDB.
   *
   * @param endpoint the server's address
   * @return a new client
   */
  public static DynamoDbClient dynamoDb(URI endpoint) {
    return client(DynamoDbClient.builder(), endpoint).build();
  }

  static String newName(String what) {
    return what + "-" + NAMES.incrementAndGet();
  }

  static String newQueue(SqsClient client) {
    return client.createQueue(r -> r.queueName(newName("queue"))).queueUrl();
  }

  static String newBucket(S3Client client) {
    String bucket = newName("bucket");
    client.createBucket(r -> r.bucket(bucket));
    return bucket;
  }

  /**
   * A table with the key {@code id}, a string.
   *
   * @param client makes it
   * @return its name, a new one
   */
  public static String newTable(DynamoDbClient client) {
    String table = newName("table");
    client.createTable(r ->
        r.tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType("HASH").build())
            .attributeDefinitions(
                AttributeDefinition.builder().attributeName("id").attributeType("S").build()));
    return table;
  }

  /** The texts of all messages of a queue, which are hidden for a while then. */
  static List<String> receiveAll(SqsClient client, String queueUrl) {
    List<String> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          client
              .receiveMessage(
                  r -> r.queueUrl(queueUrl).maxNumberOfMessages(10).visibilityTimeout(300))
              .messages();
      some.forEach(message -> all.add(message.body()));
    } while (!some.isEmpty());
    return all;
  }

  /** The lines of all gzipped objects of a bucket. */
  static String linesOf(S3Client client, String bucket) {
    var lines = new StringBuilder();
    for (S3Object object : client.listObjectsV2(r -> r.bucket(bucket)).contents()) {
      try (var gzip =
          new GZIPInputStream(client.getObject(r -> r.bucket(bucket).key(object.key())))) {
        lines.append(new String(gzip.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines.toString();
  }

  private static <B extends AwsClientBuilder<B, C>, C> B client(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
  }

  private static final class Holder {
    static final KinesisLocal LOCAL = KinesisLocal.start();
  }
}
