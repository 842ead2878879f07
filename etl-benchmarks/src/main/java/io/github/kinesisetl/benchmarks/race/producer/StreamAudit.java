// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.local.KinesisLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads back what the stream has: no contestant is believed. Not safe for use by many threads. */
final class StreamAudit implements AutoCloseable {

  private final KinesisClient client;
  private final RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);
  private final Map<String, String> iterators = new HashMap<>();
  private Tally total = new Tally(0, 0, 0);

  StreamAudit(KinesisLocal kinesis, String stream) {
    client = TlsClient.URL.sync(kinesis.endpoint());
    client
        .listShards(r -> r.streamName(stream))
        .shards()
        .forEach(shard -> iterators.put(shard.shardId(), iterator(stream, shard.shardId())));
  }

  /** Reads on to the end. */
  Tally tally() {
    iterators.replaceAll((shard, iterator) -> readToEnd(iterator));
    return total;
  }

  /** What a stream must hold after these events. */
  static Tally expected(EventPool events, long count) {
    long checksum = 0;
    for (long i = 0; i < count; i++) {
      checksum += checksum(events.at(i));
    }
    return new Tally(0, count, checksum);
  }

  @Override
  public void close() {
    reader.close();
    client.close();
  }

  private String iterator(String stream, String shardId) {
    return client
        .getShardIterator(r ->
            r.streamName(stream).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  private String readToEnd(String start) {
    String iterator = start;
    GetRecordsResponse page;
    do {
      String position = iterator;
      page = client.getRecords(r -> r.shardIterator(position));
      page.records().forEach(this::count);
      iterator = page.nextShardIterator();
    } while (page.millisBehindLatest() > 0);
    return iterator;
  }

  private void count(Record entry) {
    long events = 0;
    long checksum = 0;
    for (ReadResult result :
        reader.read(EventRecord.of(entry.partitionKey(), entry.data().asByteArrayUnsafe()))) {
      events++;
      checksum += checksum(result.record());
    }
    total = new Tally(total.entries() + 1, total.events() + events, total.checksum() + checksum);
  }

  private static long checksum(EventRecord event) {
    var crc = new CRC32();
    crc.update(event.array(), event.offset(), event.sizeBytes());
    return crc.getValue() * (event.partitionKey().hashCode() | 1L);
  }

  /**
   * What is on the stream.
   *
   * @param entries its entries
   * @param events the events in them
   * @param checksum a sum over keys and data of all events, whatever their order
   */
  record Tally(long entries, long events, long checksum) {

    boolean holdsTheSameAs(Tally other) {
      return events == other.events && checksum == other.checksum;
    }
  }
}
