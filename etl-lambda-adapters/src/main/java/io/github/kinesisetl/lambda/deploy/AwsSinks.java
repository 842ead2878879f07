// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.sinks.AlertRow;
import io.github.kinesisetl.sinks.Attributes;
import io.github.kinesisetl.sinks.DynamoDbSink;
import io.github.kinesisetl.sinks.KinesisSink;
import io.github.kinesisetl.sinks.OpenSearchSink;
import io.github.kinesisetl.sinks.RedshiftSink;
import io.github.kinesisetl.sinks.RequestSigner;
import io.github.kinesisetl.sinks.S3Sink;
import io.github.kinesisetl.sinks.SnsSink;
import io.github.kinesisetl.sinks.SqsDeadLetters;
import io.github.kinesisetl.sinks.SqsSink;
import io.github.kinesisetl.sinks.store.DynamoDbDetectorStore;
import io.github.kinesisetl.sinks.store.DynamoDbIdempotencyStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The sinks with the SDK's own default clients; loaded with the first item. Stateless. */
final class AwsSinks {

  private static final Duration PUT_TIMEOUT = Duration.ofSeconds(30);

  private AwsSinks() {}

  static <T> Sink<T> kinesis(
      String stream, Codec<T> codec, Function<T, String> key, OutputMode mode) {
    EventProducer<T> producer =
        EventProducer.builder(codec, key)
            .to(KinesisStream.open(stream))
            .options(ProducerOptions.builder().mode(mode).build())
            .open();
    return new KinesisSink<>(producer, PUT_TIMEOUT);
  }

  static <T> Sink<T> s3(
      String bucket, Codec<T> codec, Function<T, String> partition, Compressor compressor) {
    return new S3Sink<>(S3Client::create, S3Sink.Location.of(bucket), codec, partition, compressor);
  }

  static Sink<ObjectNode> sqs(String queueUrl) {
    return new SqsSink<>(SqsClient::create, queueUrl, JsonCodec.tree());
  }

  static Sink<DeadLetter> sqsDeadLetters(String queueUrl, String claims) {
    return new SqsDeadLetters(
        SqsClient::create, queueUrl, S3Client::create, S3Sink.Location.of(claims));
  }

  static Sink<ObjectNode> sns(String topicArn, Function<ObjectNode, String> identity) {
    return new SnsSink<>(SnsClient::create, topicArn, JsonCodec.tree(), identity);
  }

  static Sink<ObjectNode> dynamoDb(String table, List<String> keyNames) {
    return new DynamoDbSink<>(DynamoDbClient::create, table, keyNames, Attributes::of);
  }

  static Sink<ObjectNode> openSearch(
      URI index, Function<ObjectNode, String> identity, String region) {
    return new OpenSearchSink<>(
        index,
        JsonCodec.tree(),
        event -> new OpenSearchSink.Document(identity.apply(event), versionOf(event)),
        signer("es", region));
  }

  static Sink<ObjectNode> redshift(
      RedshiftSink.Target target,
      Function<ObjectNode, String> identity,
      String region,
      Map<String, String> environment) {
    URI endpoint =
        URI.create(
            environment.getOrDefault(
                "AWS_ENDPOINT_URL_REDSHIFT_DATA",
                "https://redshift-data." + region + ".amazonaws.com/"));
    return new RedshiftSink<>(
        endpoint,
        target,
        alert ->
            new AlertRow(identity.apply(alert), alert.path("state").asText(""), alert.toString()),
        signer("redshift-data", region));
  }

  /** A memory that marks what is in progress, unless the longest lease is nothing. */
  static IdempotencyStore idempotency(String table, Duration life, Duration maxLease) {
    var store =
        new DynamoDbIdempotencyStore(DynamoDbClient::create, table, life, InstantSource.system());
    return maxLease.isZero() ? store : store.markingEntries(maxLease);
  }

  static DetectorStore detectors(String table, Duration life) {
    return new DynamoDbDetectorStore(DynamoDbClient::create, table, life, InstantSource.system());
  }

  /** An event does not change, so any version will do; its time lets a corrected one win. */
  private static long versionOf(ObjectNode event) {
    try {
      return Math.max(0, Instant.parse(event.path("timestamp").asText("")).toEpochMilli());
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  private static RequestSigner signer(String service, String region) {
    return RequestSigner.aws(service, region, DefaultCredentialsProvider.builder().build());
  }
}
