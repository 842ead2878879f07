// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import java.time.Duration;

/** Scripts what goes wrong in Kinesis: with requests, and with entries and shards. */
public final class Faults extends RequestFaults {

  private final FaultScript script;

  Faults(FaultScript script) {
    super(script.requests());
    this.script = script;
  }

  /**
   * Fails every n-th entry with InternalFailure, counted from now over all streams; PutRecords
   * reports it for the entry, PutRecord answers HTTP 500.
   *
   * @param n 1 for every entry, 0 to stop
   */
  public void failEveryNthEntry(int n) {
    script.everyNthEntry(atLeastZero("n", n));
  }

  /**
   * Throttles all entries for a shard until {@link #unthrottleShard} is called.
   *
   * @param streamName the stream
   * @param shardId such as {@code shardId-000000000000}
   */
  public void throttleShard(String streamName, String shardId) {
    script.throttle(streamName, shardId, null);
  }

  /**
   * Throttles all entries for a shard for a while.
   *
   * @param streamName the stream
   * @param shardId such as {@code shardId-000000000000}
   * @param time how long from now
   */
  public void throttleShard(String streamName, String shardId, Duration time) {
    script.throttle(streamName, shardId, atLeastZero("time", time));
  }

  /**
   * Ends what {@link #throttleShard} or {@link #heatShard} began.
   *
   * @param streamName the stream
   * @param shardId the shard
   */
  public void unthrottleShard(String streamName, String shardId) {
    script.unthrottle(streamName, shardId);
  }

  /**
   * Makes a shard hot, as if others wrote to it, too: only what they leave of its 1,000 entries and
   * 1 MiB a second is taken, the rest is throttled, whether limits are enforced or not.
   *
   * @param streamName the stream
   * @param shardId such as {@code shardId-000000000000}
   * @param usedByOthers 0 to 1, the share of the shard that others use
   */
  public void heatShard(String streamName, String shardId, double usedByOthers) {
    if (!(usedByOthers >= 0 && usedByOthers <= 1)) {
      throw new IllegalArgumentException("usedByOthers must be 0 to 1, but is " + usedByOthers);
    }
    script.heat(streamName, shardId, 1 - usedByOthers);
  }

  /** Ends all faults, of entries, of shards and of requests. */
  @Override
  public void clear() {
    super.clear();
    script.clearEntries();
  }
}
