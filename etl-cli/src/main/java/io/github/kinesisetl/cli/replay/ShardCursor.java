// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.AFTER_SEQUENCE_NUMBER;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.AT_TIMESTAMP;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.TRIM_HORIZON;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Where a shard was read up to. An iterator that expires while letters are put is made again. */
final class ShardCursor {

  private static final int MAX_ENTRIES = 1_000;

  private final KinesisClient client;
  private final String streamName;
  private final String shardId;
  private final @Nullable Instant since;
  private final Instant until;
  private @Nullable String iterator;
  private @Nullable String lastSequenceNumber;
  private boolean ended;

  ShardCursor(
      KinesisClient client,
      String streamName,
      String shardId,
      @Nullable Instant since,
      Instant until) {
    this.client = client;
    this.streamName = streamName;
    this.shardId = shardId;
    this.since = since;
    this.until = until;
  }

  String shardId() {
    return shardId;
  }

  /** Whether all is read: the shard is closed, or its tip or the end of the time was reached. */
  boolean hasEnded() {
    return ended;
  }

  /** Reads on; may be empty though more follows. */
  List<Record> read() {
    GetRecordsResponse answer = answer();
    List<Record> records = answer.records();
    iterator = answer.nextShardIterator();
    ended = iterator == null || answer.millisBehindLatest() == 0;
    if (!records.isEmpty()) {
      Record last = records.get(records.size() - 1);
      lastSequenceNumber = last.sequenceNumber();
      ended |= isLate(last);
    }
    return records.stream().filter(record -> !isLate(record)).toList();
  }

  private GetRecordsResponse answer() {
    if (iterator == null) {
      iterator = newIterator();
    }
    try {
      return records(iterator);
    } catch (ExpiredIteratorException e) {
      return records(newIterator());
    }
  }

  private GetRecordsResponse records(String from) {
    return client.getRecords(r -> r.shardIterator(from).limit(MAX_ENTRIES));
  }

  private String newIterator() {
    var request = GetShardIteratorRequest.builder().streamName(streamName).shardId(shardId);
    if (lastSequenceNumber != null) {
      request.shardIteratorType(AFTER_SEQUENCE_NUMBER).startingSequenceNumber(lastSequenceNumber);
    } else if (since != null) {
      request.shardIteratorType(AT_TIMESTAMP).timestamp(since);
    } else {
      request.shardIteratorType(TRIM_HORIZON);
    }
    return client.getShardIterator(request.build()).shardIterator();
  }

  private boolean isLate(Record record) {
    return record.approximateArrivalTimestamp().isAfter(until);
  }
}
