// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * The letters on a stream, one shard after the other; one answer of one shard is held at a time.
 */
final class StreamLetters implements DeadLetterSource {

  private final KinesisClient client;
  private final String streamName;
  private final @Nullable Instant since;
  private final Instant until;
  private final RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);
  private final Deque<Record> entries = new ArrayDeque<>();
  private final Deque<ReadResult> results = new ArrayDeque<>();
  private @Nullable Deque<String> shards; // those not yet begun
  private @Nullable ShardCursor cursor;
  private String shardId = ""; // of the entries
  private String place = ""; // of the results

  StreamLetters(KinesisClient client, String streamName, @Nullable Instant since, Instant until) {
    this.client = requireNonNull(client, "streams");
    this.streamName = requireNonNull(streamName, "streamName");
    this.since = since;
    this.until = requireNonNull(until, "until");
    if (since != null && since.isAfter(until)) {
      throw new IllegalArgumentException(
          "since must not be after until, but %s is after %s".formatted(since, until));
    }
  }

  @Override
  public LetterPage take(int maxLetters) {
    var page = new PageBuilder(maxLetters);
    while (page.room() > 0) {
      ReadResult result = results.poll();
      if (result != null) {
        add(result, page);
      } else if (!openNextEntry()) {
        return page.build(true);
      }
    }
    return page.build(false);
  }

  @Override
  public Confirmation confirm(BitSet stored) {
    return Confirmation.DONE;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void add(ReadResult result, PageBuilder page) {
    if (result instanceof ReadResult.Malformed) {
      page.unreadable(place, "it is broken");
    } else {
      boolean unused = page.add(result.record(), place);
    }
  }

  /** False if there are no more entries in any shard. */
  private boolean openNextEntry() {
    while (entries.isEmpty()) {
      ShardCursor current = cursor == null ? nextShard() : cursor;
      if (current == null) {
        return false;
      }
      entries.addAll(current.read());
      cursor = current.hasEnded() ? null : current;
      shardId = current.shardId();
    }
    Record entry = entries.remove();
    place = "entry %s of %s".formatted(entry.sequenceNumber(), shardId);
    results.addAll(
        reader.read(EventRecord.of(entry.partitionKey(), entry.data().asByteArrayUnsafe())));
    return true;
  }

  private @Nullable ShardCursor nextShard() {
    if (shards == null) {
      shards = new ArrayDeque<>(ShardLineage.parentsFirst(client, streamName));
    }
    String shardId = shards.poll();
    return shardId == null ? null : new ShardCursor(client, streamName, shardId, since, until);
  }
}
