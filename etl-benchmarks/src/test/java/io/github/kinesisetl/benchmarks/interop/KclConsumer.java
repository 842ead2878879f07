// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.KinesisLocal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** One worker of KCL that remembers what it was given. */
final class KclConsumer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> endedShards = ConcurrentHashMap.newKeySet();
  private final KinesisAsyncClient kinesis;
  private final Scheduler scheduler;
  private final Thread thread;

  private KclConsumer(KinesisLocal server, String stream, String application, boolean fanOut) {
    kinesis = at(KinesisAsyncClient.builder(), server.endpoint());
    var dynamo = at(DynamoDbAsyncClient.builder(), server.endpoint());
    var cloudWatch = at(CloudWatchAsyncClient.builder(), server.endpoint());
    var configs =
        new ConfigsBuilder(
            new SingleStreamTracker(
                stream,
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            application,
            kinesis,
            dynamo,
            cloudWatch,
            application,
            Processor::new);
    RetrievalSpecificConfig retrieval =
        fanOut
            ? new FanOutConfig(kinesis).streamName(stream).applicationName(application)
            : new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(POLL.toMillis());
    scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            configs.coordinatorConfig().parentShardPollIntervalMillis(POLL.toMillis()),
            configs
                .leaseManagementConfig()
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .failoverTimeMillis(2000)
                .shardSyncIntervalMillis(2000),
            configs.lifecycleConfig(),
            configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
            configs.processorConfig(),
            configs.retrievalConfig().retrievalSpecificConfig(retrieval));
    thread = new Thread(scheduler, application);
    thread.setDaemon(true);
  }

  static KclConsumer start(KinesisLocal server, String stream, boolean fanOut) {
    String application = "kcl-" + (fanOut ? "fan-out" : "polling");
    var consumer = new KclConsumer(server, stream, application, fanOut);
    consumer.thread.start();
    return consumer;
  }

  /** Waits until so many distinct records have come. */
  void awaitDistinct(int count, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (seen) {
      while (seen.size() < count && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.timedWait(seen, 500);
      }
    }
  }

  Set<String> seen() {
    return seen;
  }

  /** The shards that KCL has read to their end. */
  Set<String> endedShards() {
    return endedShards;
  }

  @Override
  public void close() {
    scheduler.shutdown();
    kinesis.close();
  }

  private static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C at(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .build();
  }

  /** Remembers, checkpoints, and passes shard ends on. */
  private final class Processor implements ShardRecordProcessor {

    private String shardId = "";

    @Override
    public void initialize(InitializationInput input) {
      shardId = input.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
      input.records().forEach(r -> seen.add(UTF_8.decode(r.data()).toString()));
      synchronized (seen) {
        seen.notifyAll();
      }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
      // another worker would go on; here there is none
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
      endedShards.add(shardId);
      try {
        input.checkpointer().checkpoint();
      } catch (InvalidStateException | ShutdownException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      // nothing to hand over
    }
  }
}
