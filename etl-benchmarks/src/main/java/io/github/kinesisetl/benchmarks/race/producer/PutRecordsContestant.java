// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** The SDK alone, as most teams begin: an entry for each event, 500 a request. */
final class PutRecordsContestant implements Contestant {

  private static final int BATCH = 500;

  private final SdkClient client;
  private final Function<PutRecordsRequest, PutRecordsResponse> call;
  private final String stream;
  private final Function<EventRecord, byte[]> payload;

  private PutRecordsContestant(Course course, Function<EventRecord, byte[]> payload) {
    if (course.client() == TlsClient.NETTY) {
      KinesisAsyncClient async = TlsClient.async(course.endpoint());
      client = async;
      call = request -> async.putRecords(request).join();
    } else {
      KinesisClient sync = course.client().sync(course.endpoint());
      client = sync;
      call = sync::putRecords;
    }
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
      PutRecordsResponse response =
          call.apply(PutRecordsRequest.builder().streamName(stream).records(entries).build());
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
