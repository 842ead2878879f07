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
 * through a client are for those who have one with settings of its own.
 *
 * <p>What {@link #open(String)} makes of the settings that the SDK's client has:
 *
 * <table>
 *   <caption>Settings of the SDK's client</caption>
 *   <tr><th>setting<th>here
 *   <tr><td>region<td>followed: builder, the stream's ARN, then the SDK's chain
 *   <tr><td>credentials<td>followed: builder, then the SDK's default chain
 *   <tr><td>endpoint override, {@code AWS_ENDPOINT_URL[_KINESIS]}, {@code endpoint_url} of profile
 *       and services section, {@code AWS_IGNORE_CONFIGURED_ENDPOINT_URLS}<td>followed
 *   <tr><td>FIPS and dual stack, of property, environment or profile<td>followed
 *   <tr><td>HTTP client and its time-outs, proxy<td>followed: builder; else the JDK's own HTTP, which
 *       takes the JVM's proxy
 *   <tr><td>{@code AWS_PROFILE}<td>followed
 *   <tr><td>retry mode, {@code AWS_MAX_ATTEMPTS}<td>not read: the producer sends again, see {@code
 *       ProducerOptions}
 *   <tr><td>interceptors, metric publishers, API call time-outs, request compression, defaults mode,
 *       account id endpoint mode, user agent<td>not read; give a client that has them to {@link
 *       #of(KinesisClient, String)}
 * </table>
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
   * @param nameOrArn the stream's name, or its ARN, as of a stream that another account shares
   * @return the stream; close it after the producer
   * @throws RuntimeException the SDK's, if no region is found
   */
  static KinesisStream open(String nameOrArn) {
    return builder(nameOrArn).open();
  }

  /**
   * Starts to open a stream with settings.
   *
   * @param nameOrArn the stream's name, or its ARN, as of a stream that another account shares
   * @return a builder
   */
  static KinesisStreamBuilder builder(String nameOrArn) {
    return new KinesisStreamBuilder(nameOrArn);
  }

  /**
   * Starts to open the stream that the environment names by {@code KINESISETL_PRODUCER_STREAM},
   * {@code KINESISETL_PRODUCER_REGION} and {@code KINESISETL_PRODUCER_ENDPOINT}; the last two may
   * be missing.
   *
   * @param environment {@code System.getenv()}
   * @return a builder
   * @throws IllegalArgumentException if no stream is named, or what is set is no name, ARN or URI
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
   * @throws IllegalArgumentException if no stream is named, or what is set is no name, ARN or URI
   */
  static KinesisStreamBuilder ofProperties(Map<String, String> properties) {
    return KinesisStreamBuilder.of(Settings.ofProperties(properties));
  }

  /**
   * A stream behind a synchronous client.
   *
   * @param client the client; whoever made it closes it
   * @param nameOrArn the stream's name, or its ARN, as of a stream that another account shares
   * @return the stream
   */
  static KinesisStream of(KinesisClient client, String nameOrArn) {
    return new ClientStream(client, nameOrArn);
  }

  /**
   * A stream behind an asynchronous client.
   *
   * @param client the client; whoever made it closes it
   * @param nameOrArn the stream's name, or its ARN, as of a stream that another account shares
   * @return the stream
   */
  static KinesisStream of(KinesisAsyncClient client, String nameOrArn) {
    return new ClientStream(client, nameOrArn);
  }

  /** Closes the connections that this stream opened; a client given to it stays open. */
  @Override
  void close();
}
