// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.PositionType;
import io.github.kinesisetl.local.limit.Limits;
import io.github.kinesisetl.local.stream.DeliveredEntry;
import io.github.kinesisetl.local.stream.EntryReader;
import io.github.kinesisetl.local.stream.Position;
import io.github.kinesisetl.local.stream.ReadAnswer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one shard from its oldest entry to its end, and hands each entry to its lane. */
final class ShardFeed {

  private static final Logger log = LoggerFactory.getLogger(ShardFeed.class);
  private static final long IDLE_MILLIS = 20;
  private static final int READ_LIMIT = 1_000;

  private final EntryReader reader;
  private final String streamName;
  private final String shardId;
  private final List<BatchLane> lanes;
  private final MappingCounters counters;
  private final TipMark tip = new TipMark(); // written by the reading thread

  ShardFeed(
      EntryReader reader,
      String streamName,
      String shardId,
      List<BatchLane> lanes,
      MappingCounters counters) {
    this.reader = reader;
    this.streamName = streamName;
    this.shardId = shardId;
    this.lanes = lanes;
    this.counters = counters;
  }

  /** Whether a read that began after a moment found nothing more. */
  boolean wasAtTipSince(long nanos) {
    return tip.isSince(nanos);
  }

  void run() throws InterruptedException {
    String iterator =
        reader.iterator(streamName, shardId, new Position(PositionType.TRIM_HORIZON, null, null));
    while (iterator != null) {
      long beganNanos = System.nanoTime();
      ReadAnswer answer;
      try {
        answer = reader.read(iterator, Math.min(READ_LIMIT, Limits.MAX_GET_ENTRIES));
      } catch (KinesisError e) {
        log.debug("reading {} failed, trying again", shardId, e);
        TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
        continue;
      }
      hand(answer.entries());
      iterator = answer.next();
      if (answer.entries().isEmpty() && answer.millisBehindLatest() == 0) {
        tip.reached(beganNanos);
        TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
      }
    }
    for (BatchLane lane : lanes) {
      lane.end();
    }
  }

  private void hand(List<DeliveredEntry> entries) throws InterruptedException {
    counters.read(entries.size());
    for (DeliveredEntry entry : entries) {
      lanes.get(MappingPolicy.laneOf(entry.partitionKey(), lanes.size())).offer(entry);
    }
  }
}
