// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** The SDK alone, as most teams begin: an entry for each event, 500 a request. */
final class PutRecordsContestant implements Contestant {

  private static final int BATCH = 500;

  private final KinesisClient client;
  private final String stream;
  private final Function<EventRecord, byte[]> payload;

  private PutRecordsContestant(Course course, Function<EventRecord, byte[]> payload) {
    this.client = TlsClient.open(course.endpoint());
    this.stream = course.stream();
    this.payload = payload;
  }

  static Contestant plain(Course course) {
    return new PutRecordsContestant(course, EventRecord::copyData);
  }

  static Contestant withPayload(Course course, Function<EventRecord, byte[]> payload) {
    return new PutRecordsContestant(course, payload);
  }

  @Override
  public void put(EventPool events, long from, long to) throws ExecutionException {
    for (long i = from; i < to; i += BATCH) {
      List<PutRecordsRequestEntry> entries = new ArrayList<>(BATCH);
      for (long j = i; j < Math.min(i + BATCH, to); j++) {
        entries.add(entry(events.at(j)));
      }
      PutRecordsResponse response = client.putRecords(r -> r.streamName(stream).records(entries));
      if (response.failedRecordCount() > 0) {
        throw new ExecutionException(
            new IllegalStateException(response.failedRecordCount() + " entries were refused"));
      }
    }
  }

  private PutRecordsRequestEntry entry(EventRecord event) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(event.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(payload.apply(event)))
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}
