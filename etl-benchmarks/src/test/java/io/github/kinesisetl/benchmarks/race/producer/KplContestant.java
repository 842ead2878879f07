// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/**
 * KPL with its defaults, which aggregate. A bounded number of records is outstanding, as its
 * documentation asks for. It lives among the tests, so that KPL stays out of what others see.
 */
final class KplContestant implements PacedContestant {

  private static final int OUTSTANDING = 20_000;
  private static final long DEFAULT_BUFFERED_MILLIS = 100;

  private final KinesisProducer kpl;
  private final String stream;
  private final Semaphore room = new Semaphore(OUTSTANDING);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private boolean knowsTheShards;

  private KplContestant(Course course, long maxBufferedMillis) {
    stream = course.stream();
    kpl =
        new KinesisProducer(
            new KinesisProducerConfiguration()
                .setKinesisEndpoint(course.endpoint().getHost())
                .setKinesisPort(course.endpoint().getPort())
                .setStsEndpoint(course.endpoint().getHost())
                .setStsPort(1) // closed: the daemon does not call it with keys like ours
                .setVerifyCertificate(false)
                .setCredentialsProvider(TlsClient.CREDENTIALS)
                .setRegion("us-east-1")
                .setMetricsLevel("none")
                .setRecordMaxBufferedTime(maxBufferedMillis)
                .setRequestTimeout(30_000)
                .setRecordTtl(120_000));
  }

  public static void main(String[] arguments) throws Exception {
    Course.run(arguments, course -> new KplContestant(course, DEFAULT_BUFFERED_MILLIS));
  }

  static PacedContestant openPaced(Course course) {
    return new KplContestant(course, Course.PACED_LINGER.toMillis());
  }

  @Override
  public void put(EventPool events, long number, Runnable stored) throws InterruptedException {
    add(events.at(number), stored);
  }

  /** The very first event alone: before KPL knows the shards, it does not aggregate. */
  @Override
  public void put(EventPool events, long from, long to)
      throws InterruptedException, ExecutionException {
    for (long i = from; i < to; i++) {
      add(events.at(i), () -> {});
      if (!knowsTheShards) {
        awaitAll();
        knowsTheShards = true;
      }
    }
    kpl.flush();
    awaitAll();
  }

  @Override
  public void close() {
    kpl.destroy();
  }

  private void add(EventRecord event, Runnable stored) throws InterruptedException {
    room.acquire();
    Futures.addCallback(
        kpl.addUserRecord(stream, event.partitionKey(), event.buffer()),
        new FutureCallback<UserRecordResult>() {
          @Override
          public void onSuccess(UserRecordResult result) {
            stored.run();
            room.release();
          }

          @Override
          public void onFailure(Throwable cause) {
            failure.compareAndSet(null, cause);
            room.release();
          }
        },
        MoreExecutors.directExecutor());
  }

  private void awaitAll() throws InterruptedException, ExecutionException {
    room.acquire(OUTSTANDING);
    room.release(OUTSTANDING);
    Throwable cause = failure.get();
    if (cause != null) {
      throw new ExecutionException(cause);
    }
  }
}
