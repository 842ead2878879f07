// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** Our producer with its defaults; where latency is measured, with a linger of 50 ms. */
final class DenseContestant implements PacedContestant {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final SdkHttpClient http;
  private final KinesisStream stream;
  private final EventProducer<EventRecord> producer;

  private DenseContestant(Course course, ProducerOptions options) {
    http = course.client().http();
    stream =
        KinesisStream.builder(course.stream())
            .endpointOverride(course.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(TlsClient.CREDENTIALS)
            .httpClient(http)
            .open();
    producer =
        EventProducer.builder(new Encoded(), EventRecord::partitionKey)
            .to(stream)
            .options(options)
            .open();
  }

  static Contestant open(Course course) {
    return new DenseContestant(course, ProducerOptions.builder().build());
  }

  public static void main(String[] arguments) throws Exception {
    Course.run(arguments, DenseContestant::open);
  }

  static DenseContestant open(Course course, ProducerOptions options) {
    return new DenseContestant(course, options);
  }

  EventProducer<EventRecord> producer() {
    return producer;
  }

  static PacedContestant openPaced(Course course) {
    return new DenseContestant(
        course, ProducerOptions.builder().linger(Course.PACED_LINGER).build());
  }

  @Override
  public void put(EventPool events, long number, Runnable stored) {
    producer.put(
        events.at(number),
        result -> {
          if (result instanceof PutResult.Accepted) {
            stored.run();
          }
        });
  }

  @Override
  public void put(EventPool events, long from, long to)
      throws InterruptedException, ExecutionException {
    for (long i = from; i < to; i++) {
      producer.put(events.at(i), PutCallback.NONE);
    }
    long missing = producer.flush(TIMEOUT) + producer.metrics().events().rejected();
    if (missing > 0) {
      throw new ExecutionException(new IllegalStateException(missing + " events were not put"));
    }
  }

  @Override
  public void close() {
    producer.close();
    stream.close();
    http.close();
  }
}
