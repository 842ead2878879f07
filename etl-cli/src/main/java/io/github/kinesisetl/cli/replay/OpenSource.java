// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A source with clients of its own, by the SDK's defaults: region, credentials and endpoints come
 * from environment, profile or instance.
 */
final class OpenSource implements AutoCloseable {

  /** A run of minutes or hours outlives more than the SDK's usual three attempts. */
  private static final int MAX_ATTEMPTS = 10;

  private final DeadLetterSource letters;
  private final List<SdkAutoCloseable> clients;

  private OpenSource(DeadLetterSource letters, SdkAutoCloseable... clients) {
    this.letters = letters;
    this.clients = List.of(clients);
  }

  static OpenSource of(SourceAddress address, @Nullable Instant since, Instant until) {
    if (address instanceof SourceAddress.Stream stream) {
      KinesisClient client = client(KinesisClient.builder());
      return new OpenSource(DeadLetterSource.ofStream(client, stream.name(), since, until), client);
    }
    S3Client objects = client(S3Client.builder());
    if (address instanceof SourceAddress.Queue queue) {
      SqsClient client = client(SqsClient.builder());
      return new OpenSource(
          DeadLetterSource.ofQueue(client, queue.url(), objects, queue.claims(), until),
          client,
          objects);
    }
    SourceAddress.Bucket bucket = (SourceAddress.Bucket) address;
    return new OpenSource(DeadLetterSource.ofBucket(objects, bucket.location(), until), objects);
  }

  DeadLetterSource letters() {
    return letters;
  }

  @Override
  public void close() {
    letters.close();
    clients.forEach(SdkAutoCloseable::close);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .overrideConfiguration(o -> o.retryStrategy(retries -> retries.maxAttempts(MAX_ATTEMPTS)))
        .build();
  }
}
