// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.internal.Settings;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * One stream of Amazon Kinesis. Safe for use by many threads.
 *
 * <p>{@link #open(String)} is the way that costs least: it writes PutRecords itself, over the
 * connections, credentials and signatures of the AWS SDK, without the SDK's client. The ways
 * through a client are for those who have one with settings of its own; the SDK does not tell of a
 * stream's record distribution, so {@code KPL} mode must be told (see {@code ProducerOptions}).
 *
 * <p>A client's own retries come before the producer's: they repeat a failed request as a whole, a
 * few times and unseen by the producer's metrics. Switch them off with {@code
 * AwsRetryStrategy.doNotRetry()} to leave all to the producer.
 */
public sealed interface KinesisStream extends RecordSender, ShardDirectory, AutoCloseable
    permits ClientStream, DirectStream {

  /**
   * Opens a stream with region, credentials and endpoint as the SDK finds them in the environment.
   *
   * @param streamName the stream's name
   * @return the stream; close it after the producer
   * @throws RuntimeException the SDK's, if no region is found
   */
  static KinesisStream open(String streamName) {
    return builder(streamName).open();
  }

  /**
   * Starts to open a stream with settings.
   *
   * @param streamName the stream's name
   * @return a builder
   */
  static KinesisStreamBuilder builder(String streamName) {
    return new KinesisStreamBuilder(streamName);
  }

  /**
   * Starts to open the stream that the environment names by {@code KINESISETL_PRODUCER_STREAM},
   * {@code KINESISETL_PRODUCER_REGION} and {@code KINESISETL_PRODUCER_ENDPOINT}; the last two may
   * be missing.
   *
   * @param environment {@code System.getenv()}
   * @return a builder
   * @throws IllegalArgumentException if no stream is named, or the endpoint is no URI
   */
  static KinesisStreamBuilder ofEnvironment(Map<String, String> environment) {
    return KinesisStreamBuilder.of(Settings.ofEnvironment(environment));
  }

  /**
   * Starts to open the stream that properties name by {@code kinesisetl.producer.stream}, {@code
   * .region} and {@code .endpoint}; the last two may be missing.
   *
   * @param properties keys and values; the producer's options among them are left alone
   * @return a builder
   * @throws IllegalArgumentException if no stream is named, or the endpoint is no URI
   */
  static KinesisStreamBuilder ofProperties(Map<String, String> properties) {
    return KinesisStreamBuilder.of(Settings.ofProperties(properties));
  }

  /**
   * A stream behind a synchronous client.
   *
   * @param client the client; whoever made it closes it
   * @param streamName the stream's name
   * @return the stream
   */
  static KinesisStream of(KinesisClient client, String streamName) {
    return new ClientStream(client, streamName);
  }

  /**
   * A stream behind an asynchronous client.
   *
   * @param client the client; whoever made it closes it
   * @param streamName the stream's name
   * @return the stream
   */
  static KinesisStream of(KinesisAsyncClient client, String streamName) {
    return new ClientStream(client, streamName);
  }

  /** Closes the connections that this stream opened; a client given to it stays open. */
  @Override
  void close();
}
