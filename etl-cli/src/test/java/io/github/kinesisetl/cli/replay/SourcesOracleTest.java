// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.local.services.ForkedServer;
import io.github.kinesisetl.sinks.S3Sink;
import io.github.kinesisetl.sinks.SqsDeadLetters;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The sources of dead letters on servers that others wrote; run it with the Maven profile {@code
 * oracle}.
 */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
class SourcesOracleTest {

  @Test
  void elasticMqAndS3Proxy_deadLettersSmallAndLarge_areTakenBack() throws Exception {
    try (var queueServer = ForkedServer.elasticMq();
        var objectServer = ForkedServer.s3Proxy();
        SqsClient sqs = client(SqsClient.builder(), queueServer).build();
        S3Client s3 = s3(objectServer)) {
      String url = sqs.createQueue(r -> r.queueName("letters")).queueUrl();
      s3.createBucket(r -> r.bucket("claims"));
      var sink =
          new SqsDeadLetters(() -> sqs, url, () -> s3, new S3Sink.Location("claims", "large/"));
      assertThat(
              sink.write(
                  List.of(
                      letter("key", "small".getBytes(UTF_8)), letter("key", new byte[400_000]))))
          .isEqualTo(WriteResult.stored(2));
      try (var source =
          DeadLetterSource.ofQueue(
              sqs, url, s3, new S3Sink.Location("claims", "large/"), Instant.now())) {
        LetterPage page = source.take(10);
        assertThat(page.letters())
            .extracting(letter -> letter.record().sizeBytes())
            .containsExactlyInAnyOrder(5, 400_000);
        assertThat(source.confirm(all(page))).isEqualTo(new Confirmation(0, List.of()));
      }
      assertThat(
              sqs.getQueueAttributes(r ->
                      r.queueUrl(url)
                          .attributeNames(
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                  .attributes()
                  .values())
          .containsOnly("0");
    }
  }

  @Test
  void s3Proxy_deadLettersInManyObjects_areTakenBackAndDeleted() throws Exception {
    try (var server = ForkedServer.s3Proxy();
        S3Client client = s3(server);
        var sink =
            new S3Sink<>(
                () -> client,
                new S3Sink.Location("lake", "dead/"),
                new DeadLetterCodec(),
                letter -> "",
                Compressor.zstd(1))) {
      client.createBucket(r -> r.bucket("lake"));
      for (int i = 0; i < 5; i++) {
        assertThat(sink.write(List.of(letter("key", ("number " + i).getBytes(UTF_8)))))
            .isEqualTo(WriteResult.stored(1));
      }
      client.putObject(r -> r.bucket("lake").key("dead/note"), RequestBody.fromString("not ours"));
      try (var source =
          DeadLetterSource.ofBucket(
              client, new S3Sink.Location("lake", "dead/"), Instant.now().plusSeconds(1))) {
        LetterPage page = source.take(10);
        assertThat(page.letters()).hasSize(5);
        assertThat(page.unreadable()).isEqualTo(1);
        assertThat(source.confirm(all(page))).isEqualTo(new Confirmation(0, List.of()));
      }
      assertThat(client.listObjectsV2(r -> r.bucket("lake")).contents())
          .singleElement()
          .satisfies(object -> assertThat(object.key()).isEqualTo("dead/note"));
    }
  }

  private static BitSet all(LetterPage page) {
    var all = new BitSet();
    all.set(0, page.letters().size());
    return all;
  }

  private static S3Client s3(ForkedServer server) {
    return client(S3Client.builder(), server).forcePathStyle(true).build();
  }

  private static <B extends AwsClientBuilder<B, C>, C> B client(B builder, ForkedServer server) {
    return builder
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }
}
