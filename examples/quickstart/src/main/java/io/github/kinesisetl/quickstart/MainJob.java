// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.EventProducerBuilder;
import io.github.kinesisetl.producer.ProducerMetrics;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.sinks.KinesisSink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/** The main job: replay, put, reshard, process, enrich, detect, and balance the ledger. */
final class MainJob implements AutoCloseable {

  static final String MAIN_STREAM = "kinesis-streaming-etl-dev-main-stream";
  static final String ANALYTICS_STREAM = "kinesis-streaming-etl-dev-analytics-stream";

  private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofMillis(100);
  private static final int FOREIGN_EVENTS = 60;
  private static final int BATCH_SIZE = 20;
  private static final int LANES = 2;

  private final QuickstartOptions options;
  private final PrintStream out;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final WebLog log;
  private final Replay replay;
  private final Produced produced = new Produced();
  private final LocalSinks sinks;
  private final KinesisLocal kinesis;
  private final KinesisClient client;
  private final EventProducer<ReplayEvent> producer;
  private final FunctionTimer enricherTime;
  private final List<EventSourceMapping> mappings = new ArrayList<>();

  /** Starts the embedded Kinesis, the functions and their mappings. */
  MainJob(QuickstartOptions options, PrintStream out) throws IOException {
    this.options = options;
    this.out = out;
    log = WebLog.load();
    replay = new Replay(log, KnownSeries.loadAll(), options.events());
    sinks = open(new LocalSinks(options.outputFolder()));
    kinesis = open(KinesisLocal.builder().enforceLimits(options.enforceLimits()).start());
    kinesis.createStream(MAIN_STREAM, 2).createStream(ANALYTICS_STREAM, 2);
    client = open(client(kinesis));
    producer =
        producer(MAIN_STREAM, EventProducer.builder(ReplayEvent.CODEC, ReplayEvent::partitionKey));
    Function<ObjectNode, String> userId = event -> event.path("user_id").asText();
    EventProducer<ObjectNode> analytics =
        producer(ANALYTICS_STREAM, EventProducer.builder(JsonCodec.tree(), userId));
    var functions = new Functions(sinks, EtlMetrics.NONE);
    var toAnalytics = new KinesisSink<>(analytics, WRITE_TIMEOUT);
    enricherTime = new FunctionTimer("data-enricher", open(functions.dataEnricher()));
    map(
        MAIN_STREAM,
        new FunctionTimer("stream-processor", open(functions.streamProcessor(toAnalytics))));
    map(ANALYTICS_STREAM, enricherTime);
    map(ANALYTICS_STREAM, new FunctionTimer("anomaly-detector", open(functions.anomalyDetector())));
  }

  /** Runs the job to its end, and leaves results in the output folder. */
  JobResult run() throws IOException, InterruptedException {
    out.printf(
        "embedded Kinesis at %s%nreplaying %,d events of %,d log lines and %d series%n",
        kinesis.endpoint(), replay.events(), log.size(), replay.series().size());
    ProducerMetrics metrics;
    List<Sample> samples;
    try (var progress = new Progress(producer, sinks, out)) {
      replayAll();
      putForeign();
      drain();
      samples = progress.finish();
      metrics = producer.metrics();
    }
    close();
    return new JobResult(
        Ledger.of(produced, options.outputFolder()),
        samples,
        metrics,
        replay.series(),
        alerts(),
        enricherTime.micros() / Math.max(1.0, (double) sinks.enriched().written()));
  }

  /** Stops everything, the last started first; closing again does nothing. */
  @Override
  public void close() {
    for (AutoCloseable next = opened.pollLast(); next != null; next = opened.pollLast()) {
      try {
        next.close();
      } catch (Exception e) { // AutoCloseable declares it; ours throw nothing
        throw new IllegalStateException("cannot close " + next.getClass().getSimpleName(), e);
      }
    }
  }

  private void replayAll() throws InterruptedException {
    int half = replay.events() / 2;
    var pace = new Pace(options.eventsPerSecond());
    for (int number = 0; number < replay.events(); number++) {
      if (number == half) {
        reshard();
      }
      pace.await(number);
      ReplayEvent event = replay.event(number);
      producer.put(
          event,
          result -> {
            if (!(result instanceof Accepted)) {
              out.println("not put: " + result);
            }
          });
      produced.add(event);
    }
    long left = producer.flush(DRAIN_TIMEOUT);
    if (left > 0) {
      out.printf("%,d events are not put after %s%n", left, DRAIN_TIMEOUT);
    }
  }

  private void reshard() {
    out.printf("resharding %s from 2 to 4 shards under load%n", MAIN_STREAM);
    client.updateShardCount(r ->
        r.streamName(MAIN_STREAM).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
  }

  private void putForeign() {
    var foreign = new ForeignWriter(client, MAIN_STREAM);
    foreign.put(ForeignWriter.events(log, replay.events(), FOREIGN_EVENTS)).forEach(produced::add);
  }

  private void drain() throws InterruptedException {
    for (EventSourceMapping mapping : mappings) {
      if (!mapping.awaitCaughtUp(DRAIN_TIMEOUT)) {
        out.printf("a function has not caught up after %s%n", DRAIN_TIMEOUT);
      }
    }
  }

  private void map(String streamName, FunctionTimer function) {
    mappings.add(
        open(
            kinesis
                .map(streamName, function)
                .functionName(function.functionName())
                .batchSize(BATCH_SIZE)
                .window(WINDOW)
                .parallelizationFactor(LANES)
                .bisectOnError(true)
                .reportBatchItemFailures(true)
                .maxRetryAttempts(20)
                .onFailure(sinks::onFailure)
                .start()));
  }

  private <T> EventProducer<T> producer(String streamName, EventProducerBuilder<T> builder) {
    return open(builder.to(KinesisStream.of(client, streamName)).open());
  }

  private <C extends AutoCloseable> C open(C closeable) {
    opened.addLast(closeable);
    return closeable;
  }

  private List<JsonNode> alerts() throws IOException {
    var json = new ObjectMapper();
    List<JsonNode> alerts = new ArrayList<>();
    for (Path file : LocalSinks.files(options.outputFolder().resolve("alerts"))) {
      for (String line : Files.readAllLines(file)) {
        alerts.add(json.readTree(line));
      }
    }
    return alerts;
  }

  private static KinesisClient client(KinesisLocal kinesis) {
    return KinesisClient.builder()
        .endpointOverride(kinesis.endpoint())
        .region(Region.of(kinesis.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  /** Keeps a rate by short naps. */
  private static final class Pace {
    private static final int CHECK_EVERY = 64;
    private final int eventsPerSecond;
    private final long beganNanos = System.nanoTime();

    Pace(int eventsPerSecond) {
      this.eventsPerSecond = eventsPerSecond;
    }

    void await(int events) throws InterruptedException {
      if (eventsPerSecond == 0 || events % CHECK_EVERY != 0) {
        return;
      }
      long dueNanos = beganNanos + TimeUnit.SECONDS.toNanos(events) / eventsPerSecond;
      TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
    }
  }
}
