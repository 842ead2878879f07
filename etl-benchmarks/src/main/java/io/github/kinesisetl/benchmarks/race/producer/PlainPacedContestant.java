// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * The SDK alone as a careful team would pace it: what came in a linger goes in one PutRecords, or
 * sooner when it is full, with four requests at a time.
 */
final class PlainPacedContestant implements PacedContestant {

  private static final int BATCH = 500;
  private static final int REQUESTS_AT_A_TIME = 4;

  private final Contestant flatOut;
  private final KinesisClient client;
  private final String stream;
  private final ExecutorService senders = Executors.newFixedThreadPool(REQUESTS_AT_A_TIME);
  private final ScheduledExecutorService linger = Executors.newSingleThreadScheduledExecutor();
  private Batch open = new Batch(); // guarded by this

  private PlainPacedContestant(Course course) {
    flatOut = PutRecordsContestant.plain(course);
    client = course.client().sync(course.endpoint());
    stream = course.stream();
  }

  static PacedContestant open(Course course) {
    return new PlainPacedContestant(course);
  }

  public static void main(String[] arguments) throws Exception {
    Course.runPaced(arguments, PlainPacedContestant::open);
  }

  @Override
  public void put(EventPool events, long from, long to)
      throws InterruptedException, ExecutionException {
    flatOut.put(events, from, to);
  }

  @Override
  public synchronized void put(EventPool events, long number, Runnable stored) {
    Batch batch = open;
    batch.add(events.at(number), stored);
    if (batch.entries.size() == BATCH) {
      send(batch);
    } else if (batch.entries.size() == 1) {
      var unused =
          linger.schedule(() -> send(batch), Course.PACED_LINGER.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    linger.shutdownNow();
    senders.shutdownNow();
    client.close();
    flatOut.close();
  }

  private synchronized void send(Batch batch) {
    if (batch == open) { // else it was full before its linger was over
      open = new Batch();
      senders.execute(() -> put(batch));
    }
  }

  private void put(Batch batch) {
    var response =
        client.putRecords(
            PutRecordsRequest.builder().streamName(stream).records(batch.entries).build());
    if (response.failedRecordCount() == 0) {
      batch.stored.forEach(Runnable::run);
    }
  }

  private static final class Batch {
    private final List<PutRecordsRequestEntry> entries = new ArrayList<>();
    private final List<Runnable> stored = new ArrayList<>();

    void add(EventRecord event, Runnable whenStored) {
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(event.partitionKey())
              .data(SdkBytes.fromByteArrayUnsafe(event.copyData()))
              .build());
      stored.add(whenStored);
    }
  }
}
