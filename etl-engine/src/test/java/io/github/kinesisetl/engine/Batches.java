// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.entry.ListedBatch.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds batches of one shard. Words are records; a key of its own is before a colon. */
final class Batches {

  /** The shard. */
  static final String SHARD = "shardId-000000000000";

  private final List<Entry> entries = new ArrayList<>();

  /** An empty batch. */
  Batches() {}

  /** The number of an entry. */
  static String sequenceNumber(int entry) {
    return Integer.toString(1_000 + entry);
  }

  /** The position of a record. */
  static RecordPosition position(int entry, int sub) {
    return new RecordPosition(SHARD, sequenceNumber(entry), sub);
  }

  /** A delivery with a minute left. */
  static Delivery delivery(Redelivery redelivery) {
    return new Delivery("batch-1", () -> 60_000, redelivery);
  }

  private static String keyOf(String word) {
    int colon = word.indexOf(':');
    return colon < 0 ? "key" : word.substring(0, colon);
  }

  /** An entry of one word. */
  Batches entry(String word) {
    return record(keyOf(word), word.getBytes(UTF_8));
  }

  /** An entry of text. */
  Batches record(String key, String text) {
    return record(key, text.getBytes(UTF_8));
  }

  /** An entry. */
  Batches record(String key, byte[] data) {
    return broken(key, data, null);
  }

  /** An entry with a defect. */
  Batches broken(String key, byte[] data, @Nullable String defect) {
    entries.add(new Entry(position(entries.size(), 0), 1_700_000_000_000L, key, data, defect));
    return this;
  }

  /** Words in one aggregate, with or without ids that a producer gave. */
  static byte[] aggregate(@Nullable AggregateIds ids, String... words) {
    var aggregator = RecordAggregator.kpl(64);
    for (String word : words) {
      aggregator.add(EventRecord.of(keyOf(word), word.getBytes(UTF_8)));
    }
    return aggregator.finish(ids);
  }

  /** The batch. */
  ListedBatch build() {
    return new ListedBatch(entries);
  }

  /** What is delivered when a source begins again from an entry. */
  ListedBatch from(String sequenceNumber) {
    return new ListedBatch(
        entries.stream()
            .filter(entry -> entry.position().sequenceNumber().compareTo(sequenceNumber) >= 0)
            .toList());
  }

  /** The sequence number that an outcome asks to begin again from; none if all is done. */
  static List<String> retries(BatchOutcome outcome) {
    return outcome instanceof BatchOutcome.Unfinished unfinished
        ? List.of(unfinished.retryFrom().sequenceNumber())
        : List.of();
  }
}
