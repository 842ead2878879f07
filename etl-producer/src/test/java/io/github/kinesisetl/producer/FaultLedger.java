// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.PutResult.Accepted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Puts numbered events and balances what the producer said of them with what lies on the stream.
 * Used by one putting thread.
 */
final class FaultLedger {

  private static final int ACCEPTED = 1;
  private static final int REJECTED = 2;
  private static final int TOLD_TWICE = 3;

  private final KinesisClient reader;
  private final String stream;
  private final Random random;
  private final int keys;
  private final AtomicIntegerArray fates;
  private int put;

  FaultLedger(KinesisClient reader, String stream, long seed, int maxEvents) {
    this.reader = reader;
    this.stream = stream;
    random = new Random(seed);
    keys = 1 + random.nextInt(200);
    fates = new AtomicIntegerArray(maxEvents);
  }

  /** Puts the next event; its number counts only if the producer took it. */
  void putNext(EventProducer<String> producer) {
    int number = put;
    producer.put(
        "key" + random.nextInt(keys) + ":" + number,
        fate -> {
          int told = fate instanceof Accepted ? ACCEPTED : REJECTED;
          if (!fates.compareAndSet(number, 0, told)) {
            fates.set(number, TOLD_TWICE);
          }
        });
    put++;
  }

  int put() {
    return put;
  }

  int accepted() {
    int accepted = 0;
    for (int i = 0; i < put; i++) {
      accepted += fates.get(i) == ACCEPTED ? 1 : 0;
    }
    return accepted;
  }

  /**
   * Every event that was taken has one fate; what was accepted is on the stream, where its key
   * belongs; nothing is there that was not put; copies have equal ids; and each key is in order.
   */
  void assertBalanced() throws Exception {
    for (int i = 0; i < put; i++) {
      assertThat(fates.get(i)).as("fate of event %d of %d", i, put).isIn(ACCEPTED, REJECTED);
    }
    BitSet stored = readAll();
    for (int i = 0; i < put; i++) {
      if (fates.get(i) == ACCEPTED) {
        assertThat(stored.get(i)).as("event %d was accepted, so it is stored", i).isTrue();
      }
    }
  }

  private BitSet readAll() throws Exception {
    var stored = new BitSet();
    Map<EventId, Integer> seen = new HashMap<>();
    Map<String, Integer> lastOfKey = new HashMap<>();
    try (RecordReader entries = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      for (Shard shard : reader.listShards(r -> r.streamName(stream)).shards()) {
        for (EventRecord entry : entriesOf(shard.shardId())) {
          for (ReadResult result : entries.read(entry)) {
            EventRecord record = result.record();
            if (rangeOf(shard).contains(HashKey.ofPartitionKey(record.partitionKey()))) {
              take(record, stored, seen, lastOfKey);
            }
          }
        }
      }
    }
    return stored;
  }

  private void take(
      EventRecord record, BitSet stored, Map<EventId, Integer> seen, Map<String, Integer> lastOfKey)
      throws Exception {
    String text = TextCodec.UTF_8.decode(record);
    int number = Integer.parseInt(text.substring(text.indexOf(':') + 1));
    assertThat(number).isBetween(0, put - 1);
    EventId id = record.id();
    Integer before = id == null ? null : seen.putIfAbsent(id, number);
    if (before != null) {
      assertThat(number).as("the same id is the same event").isEqualTo(before);
      return;
    }
    assertThat(stored.get(number)).as("event %d has two ids", number).isFalse();
    stored.set(number);
    Integer last = lastOfKey.put(record.partitionKey(), number);
    assertThat(last == null ? -1 : last)
        .as("order of %s", record.partitionKey())
        .isLessThan(number);
  }

  private List<EventRecord> entriesOf(String shardId) {
    List<EventRecord> entries = new ArrayList<>();
    String iterator =
        reader
            .getShardIterator(r ->
                r.streamName(stream)
                    .shardId(shardId)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    while (iterator != null) {
      String position = iterator;
      GetRecordsResponse page = reader.getRecords(r -> r.shardIterator(position));
      page.records()
          .forEach(record ->
              entries.add(EventRecord.of(record.partitionKey(), record.data().asByteArray())));
      boolean isAtEnd = page.records().isEmpty() && page.millisBehindLatest() == 0;
      iterator = isAtEnd ? null : page.nextShardIterator();
    }
    return entries;
  }

  private static HashKeyRange rangeOf(Shard shard) {
    return new HashKeyRange(
        HashKey.parse(shard.hashKeyRange().startingHashKey()),
        HashKey.parse(shard.hashKeyRange().endingHashKey()));
  }
}
